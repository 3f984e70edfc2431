"""HTTP: addresses, bodies, headers and error answers; decides nothing about the business."""
