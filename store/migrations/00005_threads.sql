-- The requests that are talked about in a thread, so that what is said there to Tandem finds them. Those without a
-- thread are not in here, and recording one of them costs nothing.

-- +goose Up

CREATE INDEX requests_by_thread ON requests (thread_channel, thread_ts) WHERE thread_ts <> '';
