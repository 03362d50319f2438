package slacksim

import (
	"net"
	"sync"
)

// wireListener hands out connections whose incoming WebSocket frames can be looked at.
type wireListener struct{ net.Listener }

func (l wireListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &wireConn{Conn: c}, nil
}

// wireConn notes which WebSocket messages came in several frames: Slack drops those without a word, and
// the WebSocket library joins them without a word.
type wireConn struct {
	net.Conn
	mu       sync.Mutex
	watching bool
	head     []byte // of the frame that is being read
	skip     uint64 // bytes of its body still to come
	split    bool   // the message under way came in several frames
	messages []bool // for each whole message not yet taken: was it split?
}

func (c *wireConn) watch() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.watching = true
}

// taken tells of the oldest message not yet asked for whether it came in several frames.
func (c *wireConn) taken() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.messages) == 0 {
		return false
	}
	split := c.messages[0]
	c.messages = c.messages[1:]
	return split
}

func (c *wireConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.watching {
		c.follow(p[:n])
	}
	return n, err
}

// follow reads frame headers (RFC 6455, 5.2) and skips bodies.
func (c *wireConn) follow(p []byte) {
	for len(p) > 0 {
		if c.skip > 0 {
			n := min(c.skip, uint64(len(p)))
			c.skip -= n
			p = p[n:]
			continue
		}
		c.head = append(c.head, p[0])
		p = p[1:]
		length, whole := frameLength(c.head)
		if !whole {
			continue
		}
		final, opcode := c.head[0]&0x80 != 0, c.head[0]&0x0f
		c.head, c.skip = c.head[:0], length
		switch {
		case opcode >= 8: // a control frame
		case final:
			c.messages = append(c.messages, c.split || opcode == 0)
			c.split = false
		default:
			c.split = true
		}
	}
}

// frameLength is the body's length once the header, mask included, is whole.
func frameLength(head []byte) (length uint64, whole bool) {
	if len(head) < 2 {
		return 0, false
	}
	need, length := 2, uint64(head[1]&0x7f)
	extra := map[uint64]int{126: 2, 127: 8}[length]
	need += extra
	if head[1]&0x80 != 0 {
		need += 4
	}
	if len(head) < need {
		return 0, false
	}
	if extra > 0 {
		length = 0
		for _, b := range head[2 : 2+extra] {
			length = length<<8 | uint64(b)
		}
	}
	return length, true
}
