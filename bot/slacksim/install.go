package slacksim

// Uninstall takes the app out of the workspace: app_uninstalled and tokens_revoked, its sockets are closed, and from then
// on account_inactive.
func (w *Workspace) Uninstall() {
	w.deliverEvents(w.change(func() {
		w.event("app_uninstalled", Block{})
		w.event("tokens_revoked", Block{"tokens": Block{"oauth": []any{}, "bot": []any{botUser}}})
		w.gone = "account_inactive"
	}))
	w.Disconnect("link_disabled")
}

// RevokeTokens makes the app's tokens invalid: tokens_revoked, its sockets are closed, and from then on token_revoked.
func (w *Workspace) RevokeTokens() {
	w.deliverEvents(w.change(func() {
		w.event("tokens_revoked", Block{"tokens": Block{"oauth": []any{}, "bot": []any{botUser}}})
		w.gone = "token_revoked"
	}))
	w.Disconnect("link_disabled")
}

// Reinstall installs the app again, with the tokens that it had.
func (w *Workspace) Reinstall() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.gone = ""
}

// installed refuses calls once the app is gone.
func (w *Workspace) installed() *refusal {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.gone != "" {
		return refuse(w.gone)
	}
	return nil
}
