-- It reads one row and the clock: no reason to keep every plan that asks it to one processor. It stays VOLATILE, since
-- a statement that needs one instant selects it once, which the planner would otherwise pull apart.
ALTER FUNCTION fund_now() PARALLEL SAFE;
