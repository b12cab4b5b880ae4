-- Kept answers go by their time without a walk through all of them.
CREATE INDEX idempotency_by_expiry ON idempotency (expires_at);
