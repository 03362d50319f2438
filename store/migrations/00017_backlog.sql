-- The points beside the scores, so that the classes of a backlog can be weighed.

-- +goose Up

DROP INDEX requests_by_score;
CREATE INDEX requests_by_score ON requests (product, status, score_framework, score_milli DESC, number, points) WHERE status = 'backlog';
