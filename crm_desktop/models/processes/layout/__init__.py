"""Automatic layout: steps into rows and lanes, in the order of the flow. Pure; what comes out is another map."""
