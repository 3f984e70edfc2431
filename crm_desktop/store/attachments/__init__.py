"""Contents of attachments on the device: sealed files in a folder of their own, and the queues up and down."""
