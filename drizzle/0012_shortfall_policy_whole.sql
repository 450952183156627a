ALTER TABLE "campaigns" DROP CONSTRAINT "campaigns_shortfall_policy_declared";--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_shortfall_policy_declared" CHECK (coalesce(case "campaigns"."shortfall_policy"
        when 'fail_and_refund' then "campaigns"."minimum_cents" is null and "campaigns"."top_up_max_bps" is null
        when 'accept_minimum' then "campaigns"."minimum_cents" between 100 and "campaigns"."goal_cents" and "campaigns"."top_up_max_bps" is null
        when 'reserve_top_up' then "campaigns"."top_up_max_bps" between 1 and 10000 and "campaigns"."minimum_cents" is null
        else false end, false));