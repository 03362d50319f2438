package store

import (
	"errors"
	"fmt"
	"strings"
)

// What a caller can tell apart. Test with errors.Is.
var (
	ErrNotFound  = errors.New("not found")
	ErrBusy      = errors.New("the database is busy")
	ErrFull      = errors.New("the disk of the database is full")
	ErrUnsure    = errors.New("the database may have kept it or not")
	ErrLeaseLost = errors.New("the lease was lost to another worker")
	ErrNewer     = errors.New("the database was used by a newer version of the program")
)

// ErrExists is a row that is there already: the columns of Table, taken together, must be unique.
type ErrExists struct {
	Table   string
	Columns []string // in the order of the index
	cause   error
}

func (e *ErrExists) Error() string {
	return fmt.Sprintf("%s has such a row already (%s)", e.Table, strings.Join(e.Columns, ", "))
}

// Unwrap returns the driver's own error.
func (e *ErrExists) Unwrap() error { return e.cause }
