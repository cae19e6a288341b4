"""What staff decide about units and job types: suggestions, decisions with effective days, lints, what a decision would move."""
