package bot

import (
	"testing"

	"tandem/bot/engine"
	"tandem/bot/slacksim"
)

// TestASlowSlackKeepsNobodysClickWaiting has many more people be refused than deliveries are handled at once, while the
// addresses to which their answers go do not answer.
func TestASlowSlackKeepsNobodysClickWaiting(t *testing.T) {
	inHurry(t, func(w *world) {
		w.failing = true
		w.probed()
		w.posts("#atlas", "1")
		w.sim.InjectFault(slacksim.Fault{Method: "response_url", Kind: slacksim.Hang, Count: -1})
		at, action, value, ok := w.button("dev", "#atlas", "probe.refuse")
		if !ok {
			t.Fatal("no button")
		}
		const presses = 2 * engine.InFlight
		pressed := make(chan error, presses)
		for range presses {
			go func() { pressed <- w.sim.Person("dev").Press(at, action, value) }()
		}
		for range presses {
			if err := <-pressed; err != nil {
				t.Error(err)
			}
		}
		w.sim.ClearFaults()
		if err := w.sim.Person("sam").Command("#atlas", "/tandem who"); err != nil {
			t.Errorf("somebody else: %v", err)
		}
		w.ended()
	})
}
