ALTER TABLE "need_offers" DROP CONSTRAINT "need_offers_state_known";--> statement-breakpoint
ALTER TABLE "need_offers" DROP CONSTRAINT "need_offers_answer_whole";--> statement-breakpoint
ALTER TABLE "campaign_questions" ADD COLUMN "withdrawn_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "campaign_questions" ADD CONSTRAINT "campaign_questions_withdrawn_unanswered" CHECK ("campaign_questions"."withdrawn_at" is null or num_nulls("campaign_questions"."answered_at", "campaign_questions"."refused_at") = 2);--> statement-breakpoint
ALTER TABLE "need_offers" ADD CONSTRAINT "need_offers_state_known" CHECK ("need_offers"."state" in ('open', 'accepted', 'declined', 'withdrawn'));--> statement-breakpoint
ALTER TABLE "need_offers" ADD CONSTRAINT "need_offers_answer_whole" CHECK (num_nulls("need_offers"."word", "need_offers"."answered_by", "need_offers"."answered_at") = case when "need_offers"."state" in ('open', 'withdrawn') then 3 else 0 end);