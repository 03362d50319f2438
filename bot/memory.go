package bot

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

// all gives what is wanted, or nothing when any of it is missing or old. place may be empty.
func (m *memory) all(people []string, place string, now time.Time) (map[string]ritual.Person, ritual.Place, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if now.Sub(m.since) > wipeAfter {
		m.since, m.people, m.places = now, nil, nil
	}
	found := map[string]ritual.Person{}
	for _, id := range people {
		p, ok := m.people[id]
		if !ok || now.Sub(p.Read) > personAge {
			return nil, ritual.Place{}, false
		}
		found[id] = p
	}
	at, ok := m.places[place]
	return found, at, place == "" || ok && now.Sub(at.Read) <= placeAge
}

// remember takes in what was read from the store.
func (m *memory) remember(people map[string]ritual.Person, place ritual.Place) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.people == nil || len(m.people) > knownMax {
		m.people = map[string]ritual.Person{}
	}
	if m.places == nil || len(m.places) > knownMax {
		m.places = map[string]ritual.Place{}
	}
	for id, p := range people {
		if p.ID != "" {
			m.people[id] = p
		}
	}
	if place.ID != "" {
		m.places[place.ID] = place
	}
}

// forget drops people of whom something newer is known.
func (m *memory) forget(people []ritual.Person) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, p := range people {
		delete(m.people, p.ID)
	}
}
