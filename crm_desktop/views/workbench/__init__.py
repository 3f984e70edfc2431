"""The workbench: today, what is to do, notices, key figures, and what is on this device. The first thing one sees."""
