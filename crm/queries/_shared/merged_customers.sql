WITH merged AS (
    -- Who stands under another today, with the latest decision that said so; one that was taken back left nobody merged.
    SELECT DISTINCT ON (c.id) c.id, c.merged_into_id, coalesce(nullif(d.confidence, ''), 'UNKNOWN') AS merge_method, d.id AS decision, d.at,
        (SELECT avg((pair ->> 'probability')::numeric) FROM jsonb_array_elements(d.evidence) AS pair) AS confidence
    FROM crm_customer c JOIN identity_decision d ON d.entity = 'customers' AND d.kind = 'same' AND c.id << 3 = ANY (d.nodes)
    WHERE c.merged_into_id IS NOT NULL
    ORDER BY c.id, d.id DESC
