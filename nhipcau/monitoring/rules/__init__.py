"""Reading pages and feeds, telling copies apart, knowing the province's places. Plain Python over kept libraries; no network."""
