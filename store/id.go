package store

import "crypto/rand"

// NewID is an opaque id that no other has.
func NewID() string { return rand.Text() }
