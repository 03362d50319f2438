package slacksim

// Uninstall takes the app out of the workspace: app_uninstalled and tokens_revoked, and from then on account_inactive.
func (w *Workspace) Uninstall() {
	w.deliverEvents(w.change(func() {
		w.event("app_uninstalled", Block{})
		w.event("tokens_revoked", Block{"tokens": Block{"oauth": []any{}, "bot": []any{botUser}}})
		w.gone = "account_inactive"
	}))
}

// RevokeTokens makes the app's tokens invalid: tokens_revoked, and from then on token_revoked.
func (w *Workspace) RevokeTokens() {
	w.deliverEvents(w.change(func() {
		w.event("tokens_revoked", Block{"tokens": Block{"oauth": []any{}, "bot": []any{botUser}}})
		w.gone = "token_revoked"
	}))
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
