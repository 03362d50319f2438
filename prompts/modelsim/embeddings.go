package modelsim

const embeddingsPath = "/v1/embeddings"

// embeddings answers where each text points.
func embeddings(points func(text string) []float32) Answer {
	return func(x exchange) {
		data := []any{}
		for i, text := range x.q.Inputs {
			data = append(data, map[string]any{"object": "embedding", "index": i, "embedding": points(text)})
		}
		tokens := (len(x.q.Body) + 3) / 4
		write(x, map[string]any{"data": data, "usage": map[string]any{"prompt_tokens": tokens, "total_tokens": tokens}})
	}
}

// byLetters counts the letters of a text.
func byLetters(text string) []float32 {
	counts := make([]float32, 27)
	for _, r := range text {
		counts[max(0, r-'a')%27]++
	}
	return counts
}
