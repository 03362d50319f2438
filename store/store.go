// Package store keeps everything Tandem knows, in SQLite or in PostgreSQL.
//
// # One way in
//
// All reading and writing happens in a transaction: [DB.Update] writes, [DB.View] reads. Both hand a [Tx] to
// a function. The Tx carries the nouns as methods (people, requests, jobs, ...) and the time, which stands
// still for as long as the transaction lasts. Update is serializable on both engines, so a rule that reads
// before it writes ("is this the last answer?") needs no lock of its own. The price is that the function may
// run more than once: it touches nothing but its Tx. It must not call Update or View itself, and it closes
// the rows of one statement before it runs the next.
//
// # Two engines, one text
//
// Every statement is written once, in the SQL that both engines read: $1 placeholders, TEXT and BIGINT,
// booleans as 0 and 1, instants as UTC milliseconds, ON CONFLICT and RETURNING. What really differs (how a
// job is claimed, where numbers come from, what an error means) is one named function per engine, gathered
// in the struct engine. No query asks which engine it runs on.
//
// SQLite has one writer connection, whose transactions take the lock when they begin, and a pool of readers
// beside it. PostgreSQL has one pool; transactions that lose a conflict are run again for up to two seconds,
// then the caller gets [ErrBusy].
//
// # Jobs
//
// A job is left in the transaction that makes it necessary, so neither exists without the other. It says what
// is to be done, not what is to be said. A worker claims not the job but its lane, for the length of a lease:
// the jobs of one lane run one at a time, in the order of their due times, whichever process runs them. A
// worker that dies loses the lease, and the job comes back marked [Job.Interrupted].
//
// # Time
//
// A [Clock] tells the time. In tests it stands still until it is wound; `tandem try` winds the machine's.
// Replicas compare each other's leases by their own clocks, so a lease must be longer than those can differ.
//
// # Migrations
//
// The files in migrations run forward when the database is opened, one process at a time. A database that a
// newer program has used is refused: see [ErrNewer].
package store
