package engine

import (
	"sync"
	"time"

	"tandem/bot/ritual"
)

// memory holds the people and places that the store holds and that are not old yet, so that it need not be asked for each
// delivery. What Slack told but the store does not hold is not in it, or it would never be kept. It is wiped often,
// because another replica may have learned something newer.
type memory struct {
	mu     sync.Mutex
	since  time.Time // the last wipe
	people map[string]ritual.Person
	places map[string]ritual.Place
}

// wipeAfter is how long a replica may take to see what another one has learned.
const wipeAfter = time.Minute

// knownMax is how many people, and how many places, are known at once.
const knownMax = 10_000

// all gives what is wanted, or nothing when any of it is missing or old.
func (m *memory) all(people, places []string, now time.Time) (found factSet, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if now.Sub(m.since) > wipeAfter {
		m.since, m.people, m.places = now, nil, nil
	}
	found = factSet{people: map[string]ritual.Person{}, places: map[string]ritual.Place{}}
	for _, id := range people {
		found.people[id] = m.people[id]
	}
	for _, id := range places {
		found.places[id] = m.places[id]
	}
	return found, len(found.oldPeople(people, now)) == 0 && len(found.oldPlaces(places, now)) == 0
}

// remember takes in what was read from the store.
func (m *memory) remember(found factSet) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.people == nil || len(m.people) > knownMax {
		m.people = map[string]ritual.Person{}
	}
	if m.places == nil || len(m.places) > knownMax {
		m.places = map[string]ritual.Place{}
	}
	for id, p := range found.people {
		if p.ID != "" {
			m.people[id] = p
		}
	}
	for id, p := range found.places {
		if p.ID != "" {
			m.places[id] = p
		}
	}
}

// Forget drops people of whom something newer is known.
func (m *memory) Forget(people []ritual.Person) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, p := range people {
		delete(m.people, p.ID)
	}
}

// ForgetPlace drops a place of which something newer is known.
func (m *memory) ForgetPlace(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.places, id)
}
