"""From the API's records to rows: what each stream is known by, what of it may be stored, and which kinds it fills."""
