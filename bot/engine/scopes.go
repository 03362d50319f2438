package engine

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"tandem/store"
)

// Required are the scopes without which Tandem cannot work. manifest.yml says why each.
var Required = []string{"app_mentions:read", "channels:read", "chat:write", "commands", "groups:read", "im:history", "im:write",
	"reactions:read", "reactions:write", "users:read"}

// Optional are the scopes that whoever installs the app may leave out. manifest.yml says what goes without.
var Optional = []string{"channels:history", "groups:history", "mpim:read", filesWrite}

// scopes are the words of Slack's X-OAuth-Scopes header.
func scopes(header string) map[string]bool {
	has := map[string]bool{}
	for s := range strings.SplitSeq(header, ",") {
		if s = strings.TrimSpace(s); s != "" {
			has[s] = true
		}
	}
	return has
}

// missing are the required scopes that the token lacks. A server that names no scopes is believed.
func (id identity) missing() string {
	if len(id.Scopes) == 0 {
		return ""
	}
	var lacks []string
	for _, s := range Required {
		if !id.Scopes[s] {
			lacks = append(lacks, s)
		}
	}
	return strings.Join(lacks, ", ")
}

// metaScopes is the key under which the store keeps the scopes that Slack granted, for handlers.
const metaScopes = "slack_scopes"

// keepScopes keeps what Slack granted.
func (id identity) keepScopes(ctx context.Context, tx *store.Tx) error {
	return tx.SetMeta(ctx, metaScopes, strings.Join(slices.Sorted(maps.Keys(id.Scopes)), ","))
}

// Granted are the scopes that Slack granted when Tandem was started last.
func Granted(ctx context.Context, tx *store.Tx) (map[string]bool, error) {
	kept, err := tx.Meta(ctx, metaScopes)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return scopes(kept), err
}
