package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"tandem/bot/ritual"
	"tandem/store"
)

// metrics are what Tandem counts for whoever runs it. Labels are words of ours and the names of Slack's methods, never
// an id and never what people wrote.
type metrics struct {
	registry   *prometheus.Registry
	clock      *store.Clock // the machine's: what is timed is what people wait for
	deliveries *prometheus.CounterVec
	acked      *prometheus.HistogramVec
	jobs       *prometheus.CounterVec
	running    prometheus.Gauge
	calls      *prometheus.CounterVec
}

// ackBuckets are seconds, up to the three that Slack gives.
var ackBuckets = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2, 3}

func newMetrics(b *Bot) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		clock:    store.Machine(),
		deliveries: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "tandem_deliveries_total",
			Help: "What Slack delivered, by kind and by what came of it: done, refused, failed, repeated."}, []string{"kind", "outcome"}),
		acked: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "tandem_acknowledgment_seconds", Buckets: ackBuckets,
			Help: "From a delivery's arrival to its acknowledgment. Slack gives three seconds."}, []string{"kind"}),
		jobs: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "tandem_jobs_total",
			Help: "Jobs that were run, by kind and by what came of it: done, put_off, failed, taken_over."}, []string{"kind", "outcome"}),
		running: prometheus.NewGauge(prometheus.GaugeOpts{Name: "tandem_running_jobs", Help: "Jobs under way in this process."}),
		calls: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "tandem_slack_calls_total",
			Help: "Calls to Slack, by method and outcome: ok, refused, rate_limited, error, no_answer. Response URLs are the method other."}, []string{"method", "outcome"}),
	}
	count := func(name, help string, read func() int64) prometheus.Collector {
		return prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, func() float64 { return float64(read()) })
	}
	gauge := func(name, help string, read func() float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, read)
	}
	m.registry.MustRegister(
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		m.deliveries, m.acked, m.jobs, m.running, m.calls,
		count("tandem_unknown_deliveries_total", "Deliveries that nothing here handles.", b.counts.unknown.Load),
		count("tandem_unsent_acknowledgments_total", "Acknowledgments that were not sent.", b.counts.unacked.Load),
		count("tandem_database_conflicts_total", "Tries of transactions that failed because another one beside them was first, deadlocks among them.",
			func() int64 { all, _ := b.DB.Conflicts(); return all }),
		count("tandem_database_deadlocks_total", "Tries of transactions that PostgreSQL ended because two waited for each other: each costs a second.",
			func() int64 { _, deadlocks := b.DB.Conflicts(); return deadlocks }),
		gauge("tandem_open_sockets", "Socket Mode connections that Slack has greeted.", func() float64 { return float64(b.sockets.open()) }),
		gauge("tandem_oldest_due_job_seconds", "For how long the oldest due job has been due, 0 when none is, NaN when the database does not answer.", b.oldestDue),
	)
	info := prometheus.NewGauge(prometheus.GaugeOpts{Name: "tandem_info", Help: "Always 1.",
		ConstLabels: prometheus.Labels{"database": b.DB.Kind()}})
	info.Set(1)
	m.registry.MustRegister(info)
	return m
}

// oldestDue is the age of the oldest due job, in seconds.
func (b *Bot) oldestDue() float64 {
	ctx, cancel := context.WithTimeout(context.Background(), readyWithin)
	defer cancel()
	age, _, err := b.DB.OldestDue(ctx)
	if err != nil {
		return math.NaN()
	}
	return age.Seconds()
}

// timed is ack with the time until it was sent.
func (m *metrics) timed(kind deliveryKind, ack acker) acker {
	began := m.clock.Now()
	return func(payload any) error {
		err := ack(payload)
		if err == nil {
			m.acked.WithLabelValues(kind.String()).Observe(m.clock.Now().Sub(began).Seconds())
		}
		return err
	}
}

// delivered counts what came of a delivery.
func (m *metrics) delivered(kind deliveryKind, repeated bool, err error) {
	outcome := "done"
	switch {
	case repeated:
		outcome = "repeated"
	case err != nil && len(ritual.Refusals(err)) > 0:
		outcome = "refused"
	case err != nil:
		outcome = "failed"
	}
	m.deliveries.WithLabelValues(kind.String(), outcome).Inc()
}

// ran counts what came of a job. A kind that nothing here does may be any word: another program left it.
func (m *metrics) ran(kind string, known bool, err error) {
	outcome := "done"
	switch {
	case errors.Is(err, store.ErrLeaseLost):
		outcome = "taken_over"
	case err != nil && IsPermanent(err):
		outcome = "failed"
	case err != nil:
		outcome = "put_off"
	}
	if !known {
		kind = "unknown"
	}
	m.jobs.WithLabelValues(kind, outcome).Inc()
}

// counting counts the calls that go through it.
type counting struct {
	http.RoundTripper
	m   *metrics
	api string // what the address of every method begins with
}

// CloseIdleConnections is for http.Client.
func (c *counting) CloseIdleConnections() {
	if t, ok := c.RoundTripper.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

var methodName = regexp.MustCompile(`^[a-z]+(\.[A-Za-z]+)+$`)

// RoundTrip implements http.RoundTripper.
func (c *counting) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.RoundTripper.RoundTrip(r)
	method, _, _ := strings.Cut(strings.TrimPrefix(r.URL.String(), c.api), "?")
	if !methodName.MatchString(method) {
		method = "other"
	}
	outcome := "no_answer"
	if err == nil {
		outcome, err = outcomeOf(resp)
	}
	c.m.calls.WithLabelValues(method, outcome).Inc()
	if err != nil {
		return nil, err
	}
	return resp, nil
}

// outcomeOf is what an answer of Slack's says in a word. It reads the answer and puts another in its place, as slack-go
// reads it whole too.
func outcomeOf(resp *http.Response) (string, error) {
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
		return "rate_limited", nil
	case resp.StatusCode != http.StatusOK:
		return "error", nil
	case !strings.HasPrefix(resp.Header.Get("Content-Type"), "application/json"):
		return "ok", nil
	}
	body, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil {
		return "no_answer", err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	var said struct {
		OK bool `json:"ok"`
	}
	if json.Unmarshal(body, &said) == nil && !said.OK {
		return "refused", nil
	}
	return "ok", nil
}

// readyWithin bounds the questions that health and metrics ask the database.
const readyWithin = 2 * time.Second
