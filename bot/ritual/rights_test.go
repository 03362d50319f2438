package ritual

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// mayTable says by hand who may do what, and when: a line for each action and person, a column for each status.
const mayTable = `
action      who            N A I P B S D C X K L M O W T
ask         PM             . . . . . . . . . . . . . . .
ask         PO             . . . . . . . . . . . . . . .
ask         PM's stand-in  . . . . . . . . . . . . . . .
ask         PO's stand-in  . . . . . . . . . . . . . . .
ask         team           . . . . . . . . . . . . . . .
ask         reporter       . . . . . . . . . . . . . . .
ask         requester      . . . . . . . . . . . . . . .
ask         member         x x x x x x x x x x x x x x x
ask         guest          x x x x x x x x x x x x x x x
ask         setter         . . . . . . . . . . . . . . .
ask         starter        . . . . . . . . . . . . . . .
set up      PM             . . . . . . . . . . . . . . .
set up      PO             . . . . . . . . . . . . . . .
set up      PM's stand-in  . . . . . . . . . . . . . . .
set up      PO's stand-in  . . . . . . . . . . . . . . .
set up      team           . . . . . . . . . . . . . . .
set up      reporter       . . . . . . . . . . . . . . .
set up      requester      . . . . . . . . . . . . . . .
set up      member         x x x x x x x x x x x x x x x
set up      guest          . . . . . . . . . . . . . . .
set up      setter         . . . . . . . . . . . . . . .
set up      starter        . . . . . . . . . . . . . . .
align       PM             . x . . . . . . . . . . . . .
align       PO             . . . . . . . . . . . . . . .
align       PM's stand-in  . x . . . . . . . . . . . . .
align       PO's stand-in  . . . . . . . . . . . . . . .
align       team           . . . . . . . . . . . . . . .
align       reporter       . . . . . . . . . . . . . . .
align       requester      . . . . . . . . . . . . . . .
align       member         . . . . . . . . . . . . . . .
align       guest          . . . . . . . . . . . . . . .
align       setter         . . . . . . . . . . . . . . .
align       starter        . . . . . . . . . . . . . . .
question    PM             . x . . . . . . . . . . . . .
question    PO             . . . . . . . . . . . . . . .
question    PM's stand-in  . x . . . . . . . . . . . . .
question    PO's stand-in  . . . . . . . . . . . . . . .
question    team           . . . . . . . . . . . . . . .
question    reporter       . . . . . . . . . . . . . . .
question    requester      . . . . . . . . . . . . . . .
question    member         . . . . . . . . . . . . . . .
question    guest          . . . . . . . . . . . . . . .
question    setter         . . . . . . . . . . . . . . .
question    starter        . . . . . . . . . . . . . . .
answer      PM             x x x x x . . . . . . . . . .
answer      PO             x x x x x . . . . . . . . . .
answer      PM's stand-in  x x x x x . . . . . . . . . .
answer      PO's stand-in  x x x x x . . . . . . . . . .
answer      team           . . . . . . . . . . . . . . .
answer      reporter       x x x x x . . . . . . . . . .
answer      requester      x x x x x . . . . . . . . . .
answer      member         . . . . . . . . . . . . . . .
answer      guest          . . . . . . . . . . . . . . .
answer      setter         . . . . . . . . . . . . . . .
answer      starter        . . . . . . . . . . . . . . .
draft       PM             x x x x x . . . . . . . . . .
draft       PO             x x x x x . . . . . . . . . .
draft       PM's stand-in  x x x x x . . . . . . . . . .
draft       PO's stand-in  x x x x x . . . . . . . . . .
draft       team           . . . . . . . . . . . . . . .
draft       reporter       x x x x x . . . . . . . . . .
draft       requester      x x x x x . . . . . . . . . .
draft       member         . . . . . . . . . . . . . . .
draft       guest          . . . . . . . . . . . . . . .
draft       setter         . . . . . . . . . . . . . . .
draft       starter        . . . . . . . . . . . . . . .
skip        PM             . . . . . . . . . . . . . . .
skip        PO             . . . . . . . . . . . . . . .
skip        PM's stand-in  . . . . . . . . . . . . . . .
skip        PO's stand-in  . . . . . . . . . . . . . . .
skip        team           . . . . . . . . . . . . . . .
skip        reporter       x x x x x . . . . . . . . . .
skip        requester      x x x x x . . . . . . . . . .
skip        member         . . . . . . . . . . . . . . .
skip        guest          . . . . . . . . . . . . . . .
skip        setter         . . . . . . . . . . . . . . .
skip        starter        . . . . . . . . . . . . . . .
prioritize  PM             . . . . . . . . . . . . . . .
prioritize  PO             . . . x x . . . . . . . . . .
prioritize  PM's stand-in  . . . . . . . . . . . . . . .
prioritize  PO's stand-in  . . . x x . . . . . . . . . .
prioritize  team           . . . . . . . . . . . . . . .
prioritize  reporter       . . . . . . . . . . . . . . .
prioritize  requester      . . . . . . . . . . . . . . .
prioritize  member         . . . . . . . . . . . . . . .
prioritize  guest          . . . . . . . . . . . . . . .
prioritize  setter         . . . . . . . . . . . . . . .
prioritize  starter        . . . . . . . . . . . . . . .
challenge   PM             . . . . . . . . . . . . . . .
challenge   PO             . . . x . . . . . . . . . . .
challenge   PM's stand-in  . . . . . . . . . . . . . . .
challenge   PO's stand-in  . . . x . . . . . . . . . . .
challenge   team           . . . . . . . . . . . . . . .
challenge   reporter       . . . . . . . . . . . . . . .
challenge   requester      . . . . . . . . . . . . . . .
challenge   member         . . . . . . . . . . . . . . .
challenge   guest          . . . . . . . . . . . . . . .
challenge   setter         . . . . . . . . . . . . . . .
challenge   starter        . . . . . . . . . . . . . . .
split       PM             . . . . . . . . . . . . . . .
split       PO             . . . x x . . . . . . . . . .
split       PM's stand-in  . . . . . . . . . . . . . . .
split       PO's stand-in  . . . x x . . . . . . . . . .
split       team           . . . . . . . . . . . . . . .
split       reporter       . . . . . . . . . . . . . . .
split       requester      . . . . . . . . . . . . . . .
split       member         . . . . . . . . . . . . . . .
split       guest          . . . . . . . . . . . . . . .
split       setter         . . . . . . . . . . . . . . .
split       starter        . . . . . . . . . . . . . . .
estimate    PM             . . . . . . . . . . . . . . .
estimate    PO             . . . x x . . . . . . . . . .
estimate    PM's stand-in  . . . . . . . . . . . . . . .
estimate    PO's stand-in  . . . x x . . . . . . . . . .
estimate    team           . . . x x . . . . . . . . . .
estimate    reporter       . . . . . . . . . . . . . . .
estimate    requester      . . . . . . . . . . . . . . .
estimate    member         . . . . . . . . . . . . . . .
estimate    guest          . . . . . . . . . . . . . . .
estimate    setter         . . . . . . . . . . . . . . .
estimate    starter        . . . . . . . . . . . . . . .
vote        PM             . . . . . . . . . . . . . . .
vote        PO             . . . . . . . . . . . . . . .
vote        PM's stand-in  . . . . . . . . . . . . . . .
vote        PO's stand-in  . . . . . . . . . . . . . . .
vote        team           . . . x x . . . . . . . . . .
vote        reporter       . . . . . . . . . . . . . . .
vote        requester      . . . . . . . . . . . . . . .
vote        member         . . . . . . . . . . . . . . .
vote        guest          . . . . . . . . . . . . . . .
vote        setter         . . . . . . . . . . . . . . .
vote        starter        . . . . . . . . . . . . . . .
reveal      PM             . . . . . . . . . . . . . . .
reveal      PO             . . . x x . . . . . . . . . .
reveal      PM's stand-in  . . . . . . . . . . . . . . .
reveal      PO's stand-in  . . . x x . . . . . . . . . .
reveal      team           . . . . . . . . . . . . . . .
reveal      reporter       . . . . . . . . . . . . . . .
reveal      requester      . . . . . . . . . . . . . . .
reveal      member         . . . . . . . . . . . . . . .
reveal      guest          . . . . . . . . . . . . . . .
reveal      setter         . . . . . . . . . . . . . . .
reveal      starter        . . . x x . . . . . . . . . .
set points  PM             . . . . . . . . . . . . . . .
set points  PO             . . . x x . . . . . . . . . .
set points  PM's stand-in  . . . . . . . . . . . . . . .
set points  PO's stand-in  . . . x x . . . . . . . . . .
set points  team           . . . . . . . . . . . . . . .
set points  reporter       . . . . . . . . . . . . . . .
set points  requester      . . . . . . . . . . . . . . .
set points  member         . . . . . . . . . . . . . . .
set points  guest          . . . . . . . . . . . . . . .
set points  setter         . . . . . . . . . . . . . . .
set points  starter        . . . . . . . . . . . . . . .
move        PM             . . . . . . . . . . . . . . .
move        PO             . . . . x . . . . . . . . . .
move        PM's stand-in  . . . . . . . . . . . . . . .
move        PO's stand-in  . . . . x . . . . . . . . . .
move        team           . . . . . . . . . . . . . . .
move        reporter       . . . . . . . . . . . . . . .
move        requester      . . . . . . . . . . . . . . .
move        member         . . . . . . . . . . . . . . .
move        guest          . . . . . . . . . . . . . . .
move        setter         . . . . . . . . . . . . . . .
move        starter        . . . . . . . . . . . . . . .
unpin       PM             . . . . . . . . . . . . . . .
unpin       PO             . . . . x . . . . . . . . . .
unpin       PM's stand-in  . . . . . . . . . . . . . . .
unpin       PO's stand-in  . . . . x . . . . . . . . . .
unpin       team           . . . . . . . . . . . . . . .
unpin       reporter       . . . . . . . . . . . . . . .
unpin       requester      . . . . . . . . . . . . . . .
unpin       member         . . . . . . . . . . . . . . .
unpin       guest          . . . . . . . . . . . . . . .
unpin       setter         . . . . . . . . . . . . . . .
unpin       starter        . . . . . . . . . . . . . . .
withdraw    PM             . . . . . . . . . . . . . . .
withdraw    PO             . . . . . . . . . . . . . . .
withdraw    PM's stand-in  . . . . . . . . . . . . . . .
withdraw    PO's stand-in  . . . . . . . . . . . . . . .
withdraw    team           . . . . . . . . . . . . . . .
withdraw    reporter       x x x x . . . . . . . . x . .
withdraw    requester      . . . . . . . . . . . . . . .
withdraw    member         . . . . . . . . . . . . . . .
withdraw    guest          . . . . . . . . . . . . . . .
withdraw    setter         . . . . . . . . . . . . . . .
withdraw    starter        . . . . . . . . . . . . . . .
objectives  PM             x x x x x x x x x x x x x x x
objectives  PO             . . . . . . . . . . . . . . .
objectives  PM's stand-in  x x x x x x x x x x x x x x x
objectives  PO's stand-in  . . . . . . . . . . . . . . .
objectives  team           . . . . . . . . . . . . . . .
objectives  reporter       . . . . . . . . . . . . . . .
objectives  requester      . . . . . . . . . . . . . . .
objectives  member         . . . . . . . . . . . . . . .
objectives  guest          . . . . . . . . . . . . . . .
objectives  setter         . . . . . . . . . . . . . . .
objectives  starter        . . . . . . . . . . . . . . .
objective   PM             . . . x x x x x . . . . . . .
objective   PO             . . . . . . . . . . . . . . .
objective   PM's stand-in  . . . x x x x x . . . . . . .
objective   PO's stand-in  . . . . . . . . . . . . . . .
objective   team           . . . . . . . . . . . . . . .
objective   reporter       . . . . . . . . . . . . . . .
objective   requester      . . . . . . . . . . . . . . .
objective   member         . . . . . . . . . . . . . . .
objective   guest          . . . . . . . . . . . . . . .
objective   setter         . . . . . . . . . . . . . . .
objective   starter        . . . . . . . . . . . . . . .
repost      PM             x x x x x x x x x x x x x x x
repost      PO             x x x x x x x x x x x x x x x
repost      PM's stand-in  x x x x x x x x x x x x x x x
repost      PO's stand-in  x x x x x x x x x x x x x x x
repost      team           . . . . . . . . . . . . . . .
repost      reporter       . . . . . . . . . . . . . . .
repost      requester      . . . . . . . . . . . . . . .
repost      member         . . . . . . . . . . . . . . .
repost      guest          . . . . . . . . . . . . . . .
repost      setter         . . . . . . . . . . . . . . .
repost      starter        . . . . . . . . . . . . . . .
settings    PM             x x x x x x x x x x x x x x x
settings    PO             x x x x x x x x x x x x x x x
settings    PM's stand-in  . . . . . . . . . . . . . . .
settings    PO's stand-in  . . . . . . . . . . . . . . .
settings    team           . . . . . . . . . . . . . . .
settings    reporter       . . . . . . . . . . . . . . .
settings    requester      . . . . . . . . . . . . . . .
settings    member         . . . . . . . . . . . . . . .
settings    guest          . . . . . . . . . . . . . . .
settings    setter         x x x x x x x x x x x x x x x
settings    starter        . . . . . . . . . . . . . . .
not me      PM             x x x x x x x x x x x x x x x
not me      PO             x x x x x x x x x x x x x x x
not me      PM's stand-in  x x x x x x x x x x x x x x x
not me      PO's stand-in  x x x x x x x x x x x x x x x
not me      team           x x x x x x x x x x x x x x x
not me      reporter       . . . . . . . . . . . . . . .
not me      requester      . . . . . . . . . . . . . . .
not me      member         . . . . . . . . . . . . . . .
not me      guest          . . . . . . . . . . . . . . .
not me      setter         . . . . . . . . . . . . . . .
not me      starter        . . . . . . . . . . . . . . .
share       PM             x x x x x x x x x x x x x x x
share       PO             x x x x x x x x x x x x x x x
share       PM's stand-in  x x x x x x x x x x x x x x x
share       PO's stand-in  x x x x x x x x x x x x x x x
share       team           . . . . . . . . . . . . . . .
share       reporter       . . . . . . . . . . . . . . .
share       requester      . . . . . . . . . . . . . . .
share       member         . . . . . . . . . . . . . . .
share       guest          . . . . . . . . . . . . . . .
share       setter         . . . . . . . . . . . . . . .
share       starter        . . . . . . . . . . . . . . .
ask align   PM             . . . . . . . . . . . . . . .
ask align   PO             . . . x . . . . . . . . . . .
ask align   PM's stand-in  . . . . . . . . . . . . . . .
ask align   PO's stand-in  . . . x . . . . . . . . . . .
ask align   team           . . . . . . . . . . . . . . .
ask align   reporter       . . . . . . . . . . . . . . .
ask align   requester      . . . . . . . . . . . . . . .
ask align   member         . . . . . . . . . . . . . . .
ask align   guest          . . . . . . . . . . . . . . .
ask align   setter         . . . . . . . . . . . . . . .
ask align   starter        . . . . . . . . . . . . . . .
kind        PM             . x x x . . . . . . . . x . .
kind        PO             . x x x . . . . . . . . x . .
kind        PM's stand-in  . x x x . . . . . . . . x . .
kind        PO's stand-in  . x x x . . . . . . . . x . .
kind        team           . . . . . . . . . . . . . . .
kind        reporter       . . . . . . . . . . . . . . .
kind        requester      . . . . . . . . . . . . . . .
kind        member         . . . . . . . . . . . . . . .
kind        guest          . . . . . . . . . . . . . . .
kind        setter         . . . . . . . . . . . . . . .
kind        starter        . . . . . . . . . . . . . . .
link        PM             . . . . . . . . . . . . x . .
link        PO             . . . . . . . . . . . . x . .
link        PM's stand-in  . . . . . . . . . . . . x . .
link        PO's stand-in  . . . . . . . . . . . . x . .
link        team           . . . . . . . . . . . . . . .
link        reporter       . . . . . . . . . . . . x . .
link        requester      . . . . . . . . . . . . . . .
link        member         . . . . . . . . . . . . . . .
link        guest          . . . . . . . . . . . . . . .
link        setter         . . . . . . . . . . . . . . .
link        starter        . . . . . . . . . . . . . . .
mute        PM             x x x x x x x x x x x x x x x
mute        PO             x x x x x x x x x x x x x x x
mute        PM's stand-in  x x x x x x x x x x x x x x x
mute        PO's stand-in  x x x x x x x x x x x x x x x
mute        team           x x x x x x x x x x x x x x x
mute        reporter       x x x x x x x x x x x x x x x
mute        requester      x x x x x x x x x x x x x x x
mute        member         x x x x x x x x x x x x x x x
mute        guest          x x x x x x x x x x x x x x x
mute        setter         x x x x x x x x x x x x x x x
mute        starter        x x x x x x x x x x x x x x x
edit story  PM             . . . . . . . . . . . . . . .
edit story  PO             . x x x x x . . . x . . . . .
edit story  PM's stand-in  . . . . . . . . . . . . . . .
edit story  PO's stand-in  . x x x x x . . . x . . . . .
edit story  team           . . . . . . . . . . . . . . .
edit story  reporter       . . . . . . . . . . . . . . .
edit story  requester      . . . . . . . . . . . . . . .
edit story  member         . . . . . . . . . . . . . . .
edit story  guest          . . . . . . . . . . . . . . .
edit story  setter         . . . . . . . . . . . . . . .
edit story  starter        . . . . . . . . . . . . . . .
redraft     PM             . . . . . . . . . . . . . . .
redraft     PO             . x x x x . . . . x . . . . .
redraft     PM's stand-in  . . . . . . . . . . . . . . .
redraft     PO's stand-in  . x x x x . . . . x . . . . .
redraft     team           . . . . . . . . . . . . . . .
redraft     reporter       . . . . . . . . . . . . . . .
redraft     requester      . . . . . . . . . . . . . . .
redraft     member         . . . . . . . . . . . . . . .
redraft     guest          . . . . . . . . . . . . . . .
redraft     setter         . . . . . . . . . . . . . . .
redraft     starter        . . . . . . . . . . . . . . .
restore     PM             . . . . . . . . . . . . . . .
restore     PO             . x x x x x . . . x . . . . .
restore     PM's stand-in  . . . . . . . . . . . . . . .
restore     PO's stand-in  . x x x x x . . . x . . . . .
restore     team           . . . . . . . . . . . . . . .
restore     reporter       . . . . . . . . . . . . . . .
restore     requester      . . . . . . . . . . . . . . .
restore     member         . . . . . . . . . . . . . . .
restore     guest          . . . . . . . . . . . . . . .
restore     setter         . . . . . . . . . . . . . . .
restore     starter        . . . . . . . . . . . . . . .
history     PM             x x x x x x x x x x x x x x x
history     PO             x x x x x x x x x x x x x x x
history     PM's stand-in  x x x x x x x x x x x x x x x
history     PO's stand-in  x x x x x x x x x x x x x x x
history     team           x x x x x x x x x x x x x x x
history     reporter       x x x x x x x x x x x x x x x
history     requester      x x x x x x x x x x x x x x x
history     member         x x x x x x x x x x x x x x x
history     guest          x x x x x x x x x x x x x x x
history     setter         . . . . . . . . . . . . . . .
history     starter        . . . . . . . . . . . . . . .
plan        PM             . . . . . . . . . . . . . . .
plan        PO             x x x x x x x x x x x x x x x
plan        PM's stand-in  . . . . . . . . . . . . . . .
plan        PO's stand-in  x x x x x x x x x x x x x x x
plan        team           . . . . . . . . . . . . . . .
plan        reporter       . . . . . . . . . . . . . . .
plan        requester      . . . . . . . . . . . . . . .
plan        member         . . . . . . . . . . . . . . .
plan        guest          . . . . . . . . . . . . . . .
plan        setter         . . . . . . . . . . . . . . .
plan        starter        . . . . . . . . . . . . . . .
commit      PM             . . . . . . . . . . . . . . .
commit      PO             . . . . x . . . . . . . . . .
commit      PM's stand-in  . . . . . . . . . . . . . . .
commit      PO's stand-in  . . . . x . . . . . . . . . .
commit      team           . . . . . . . . . . . . . . .
commit      reporter       . . . . . . . . . . . . . . .
commit      requester      . . . . . . . . . . . . . . .
commit      member         . . . . . . . . . . . . . . .
commit      guest          . . . . . . . . . . . . . . .
commit      setter         . . . . . . . . . . . . . . .
commit      starter        . . . . . . . . . . . . . . .
take out    PM             . . . . . . . . . . . . . . .
take out    PO             . . . . . x . . . . . . . . .
take out    PM's stand-in  . . . . . . . . . . . . . . .
take out    PO's stand-in  . . . . . x . . . . . . . . .
take out    team           . . . . . . . . . . . . . . .
take out    reporter       . . . . . . . . . . . . . . .
take out    requester      . . . . . . . . . . . . . . .
take out    member         . . . . . . . . . . . . . . .
take out    guest          . . . . . . . . . . . . . . .
take out    setter         . . . . . . . . . . . . . . .
take out    starter        . . . . . . . . . . . . . . .
begin       PM             . . . . . . . . . . . . . . .
begin       PO             . . . . . x . . . . . . . . .
begin       PM's stand-in  . . . . . . . . . . . . . . .
begin       PO's stand-in  . . . . . x . . . . . . . . .
begin       team           . . . . . x . . . . . . . . .
begin       reporter       . . . . . . . . . . . . . . .
begin       requester      . . . . . . . . . . . . . . .
begin       member         . . . . . . . . . . . . . . .
begin       guest          . . . . . . . . . . . . . . .
begin       setter         . . . . . . . . . . . . . . .
begin       starter        . . . . . . . . . . . . . . .
finish      PM             . . . . . . . . . . . . . . .
finish      PO             . . . . . x . . . . . . . . .
finish      PM's stand-in  . . . . . . . . . . . . . . .
finish      PO's stand-in  . . . . . x . . . . . . . . .
finish      team           . . . . . x . . . . . . . . .
finish      reporter       . . . . . . . . . . . . . . .
finish      requester      . . . . . . . . . . . . . . .
finish      member         . . . . . . . . . . . . . . .
finish      guest          . . . . . . . . . . . . . . .
finish      setter         . . . . . . . . . . . . . . .
finish      starter        . . . . . . . . . . . . . . .
unfinish    PM             . . . . . . . . . . . . . . .
unfinish    PO             . . . . . . x . . . . . . . .
unfinish    PM's stand-in  . . . . . . . . . . . . . . .
unfinish    PO's stand-in  . . . . . . x . . . . . . . .
unfinish    team           . . . . . . x . . . . . . . .
unfinish    reporter       . . . . . . . . . . . . . . .
unfinish    requester      . . . . . . . . . . . . . . .
unfinish    member         . . . . . . . . . . . . . . .
unfinish    guest          . . . . . . . . . . . . . . .
unfinish    setter         . . . . . . . . . . . . . . .
unfinish    starter        . . . . . . . . . . . . . . .
own         PM             . . . . . . . . . . . . . . .
own         PO             . . . . . x x . . . . . . . .
own         PM's stand-in  . . . . . . . . . . . . . . .
own         PO's stand-in  . . . . . x x . . . . . . . .
own         team           . . . . . x x . . . . . . . .
own         reporter       . . . . . . . . . . . . . . .
own         requester      . . . . . . . . . . . . . . .
own         member         . . . . . . . . . . . . . . .
own         guest          . . . . . . . . . . . . . . .
own         setter         . . . . . . . . . . . . . . .
own         starter        . . . . . . . . . . . . . . .
defect      PM             x x x x x x x x x x x x x x x
defect      PO             x x x x x x x x x x x x x x x
defect      PM's stand-in  x x x x x x x x x x x x x x x
defect      PO's stand-in  x x x x x x x x x x x x x x x
defect      team           x x x x x x x x x x x x x x x
defect      reporter       . . . . . . . . . . . . . . .
defect      requester      . . . . . . . . . . . . . . .
defect      member         . . . . . . . . . . . . . . .
defect      guest          . . . . . . . . . . . . . . .
defect      setter         . . . . . . . . . . . . . . .
defect      starter        . . . . . . . . . . . . . . .
accept      PM             . . . . . . . . . . . . . . .
accept      PO             . . . . . . x . . . . . . . .
accept      PM's stand-in  . . . . . . . . . . . . . . .
accept      PO's stand-in  . . . . . . x . . . . . . . .
accept      team           . . . . . . . . . . . . . . .
accept      reporter       . . . . . . . . . . . . . . .
accept      requester      . . . . . . . . . . . . . . .
accept      member         . . . . . . . . . . . . . . .
accept      guest          . . . . . . . . . . . . . . .
accept      setter         . . . . . . . . . . . . . . .
accept      starter        . . . . . . . . . . . . . . .
return      PM             . . . . . . . . . . . . . . .
return      PO             . . . . . . x x . . . . . . .
return      PM's stand-in  . . . . . . . . . . . . . . .
return      PO's stand-in  . . . . . . x x . . . . . . .
return      team           . . . . . . . . . . . . . . .
return      reporter       . . . . . . . . . . . . . . .
return      requester      . . . . . . . . . . . . . . .
return      member         . . . . . . . . . . . . . . .
return      guest          . . . . . . . . . . . . . . .
return      setter         . . . . . . . . . . . . . . .
return      starter        . . . . . . . . . . . . . . .
ship        PM             . . . . . . . . . . . . . . .
ship        PO             . . . . . . . x . . . . . . .
ship        PM's stand-in  . . . . . . . . . . . . . . .
ship        PO's stand-in  . . . . . . . x . . . . . . .
ship        team           . . . . . . . . . . . . . . .
ship        reporter       . . . . . . . . . . . . . . .
ship        requester      . . . . . . . . . . . . . . .
ship        member         . . . . . . . . . . . . . . .
ship        guest          . . . . . . . . . . . . . . .
ship        setter         . . . . . . . . . . . . . . .
ship        starter        . . . . . . . . . . . . . . .
show        PM             . . . . . . . . . . . . . . .
show        PO             . . . . . x x x x . . . . . .
show        PM's stand-in  . . . . . . . . . . . . . . .
show        PO's stand-in  . . . . . x x x x . . . . . .
show        team           . . . . . x x x x . . . . . .
show        reporter       . . . . . . . . . . . . . . .
show        requester      . . . . . . . . . . . . . . .
show        member         . . . . . . . . . . . . . . .
show        guest          . . . . . . . . . . . . . . .
show        setter         . . . . . . . . . . . . . . .
show        starter        . . . . . . . . . . . . . . .
demo        PM             . . . . . . . . . . . . . . .
demo        PO             x x x x x x x x x x x x x x x
demo        PM's stand-in  . . . . . . . . . . . . . . .
demo        PO's stand-in  x x x x x x x x x x x x x x x
demo        team           . . . . . . . . . . . . . . .
demo        reporter       . . . . . . . . . . . . . . .
demo        requester      . . . . . . . . . . . . . . .
demo        member         . . . . . . . . . . . . . . .
demo        guest          . . . . . . . . . . . . . . .
demo        setter         . . . . . . . . . . . . . . .
demo        starter        . . . . . . . . . . . . . . .
recap       PM             . . . . . . . . . . . . . . .
recap       PO             x x x x x x x x x x x x x x x
recap       PM's stand-in  . . . . . . . . . . . . . . .
recap       PO's stand-in  x x x x x x x x x x x x x x x
recap       team           . . . . . . . . . . . . . . .
recap       reporter       . . . . . . . . . . . . . . .
recap       requester      . . . . . . . . . . . . . . .
recap       member         . . . . . . . . . . . . . . .
recap       guest          . . . . . . . . . . . . . . .
recap       setter         . . . . . . . . . . . . . . .
recap       starter        . . . . . . . . . . . . . . .
standup     PM             x x x x x x x x x x x x x x x
standup     PO             x x x x x x x x x x x x x x x
standup     PM's stand-in  x x x x x x x x x x x x x x x
standup     PO's stand-in  x x x x x x x x x x x x x x x
standup     team           x x x x x x x x x x x x x x x
standup     reporter       . . . . . . . . . . . . . . .
standup     requester      . . . . . . . . . . . . . . .
standup     member         . . . . . . . . . . . . . . .
standup     guest          . . . . . . . . . . . . . . .
standup     setter         x x x x x x x x x x x x x x x
standup     starter        . . . . . . . . . . . . . . .
merge       PM             x x x x x . . . . . . . . . .
merge       PO             x x x x x . . . . . . . . . .
merge       PM's stand-in  x x x x x . . . . . . . . . .
merge       PO's stand-in  x x x x x . . . . . . . . . .
merge       team           . . . . . . . . . . . . . . .
merge       reporter       . . . . . . . . . . . . . . .
merge       requester      . . . . . . . . . . . . . . .
merge       member         . . . . . . . . . . . . . . .
merge       guest          . . . . . . . . . . . . . . .
merge       setter         . . . . . . . . . . . . . . .
merge       starter        . . . . . . . . . . . . . . .
join        PM             x x x x . . . . . . . . . . .
join        PO             x x x x . . . . . . . . . . .
join        PM's stand-in  x x x x . . . . . . . . . . .
join        PO's stand-in  x x x x . . . . . . . . . . .
join        team           . . . . . . . . . . . . . . .
join        reporter       x x x x . . . . . . . . . . .
join        requester      x x x x . . . . . . . . . . .
join        member         . . . . . . . . . . . . . . .
join        guest          . . . . . . . . . . . . . . .
join        setter         . . . . . . . . . . . . . . .
join        starter        . . . . . . . . . . . . . . .
unmerge     PM             . . . . . . . . . . . x . . .
unmerge     PO             . . . . . . . . . . . x . . .
unmerge     PM's stand-in  . . . . . . . . . . . x . . .
unmerge     PO's stand-in  . . . . . . . . . . . x . . .
unmerge     team           . . . . . . . . . . . . . . .
unmerge     reporter       . . . . . . . . . . . . . . .
unmerge     requester      . . . . . . . . . . . . . . .
unmerge     member         . . . . . . . . . . . . . . .
unmerge     guest          . . . . . . . . . . . . . . .
unmerge     setter         . . . . . . . . . . . . . . .
unmerge     starter        . . . . . . . . . . . . . . .
support     PM             . . . . . . . . . . . . . . .
support     PO             . . . . . . . . . . . . . . .
support     PM's stand-in  . . . . . . . . . . . . . . .
support     PO's stand-in  . . . . . . . . . . . . . . .
support     team           . . . . . . . . . . . . . . .
support     reporter       . . . . . . . . . . . . . . .
support     requester      . . . . . . . . . . . . . . .
support     member         x x x x x x x x . . . . . . .
support     guest          x x x x x x x x . . . . . . .
support     setter         . . . . . . . . . . . . . . .
support     starter        . . . . . . . . . . . . . . .
undo        PM             x x x x x x x x x x x x x x x
undo        PO             . . . . . . . . . . . . . . .
undo        PM's stand-in  x x x x x x x x x x x x x x x
undo        PO's stand-in  . . . . . . . . . . . . . . .
undo        team           . . . . . . . . . . . . . . .
undo        reporter       . . . . . . . . . . . . . . .
undo        requester      . . . . . . . . . . . . . . .
undo        member         . . . . . . . . . . . . . . .
undo        guest          . . . . . . . . . . . . . . .
undo        setter         . . . . . . . . . . . . . . .
undo        starter        . . . . . . . . . . . . . . .
reopen      PM             . . . x x . . . . x x . . . .
reopen      PO             . . . . . . . . . . . . . . .
reopen      PM's stand-in  . . . x x . . . . x x . . . .
reopen      PO's stand-in  . . . . . . . . . . . . . . .
reopen      team           . . . . . . . . . . . . . . .
reopen      reporter       . . . . . . . . . . . . . . .
reopen      requester      . . . . . . . . . . . . . . .
reopen      member         . . . . . . . . . . . . . . .
reopen      guest          . . . . . . . . . . . . . . .
reopen      setter         . . . . . . . . . . . . . . .
reopen      starter        . . . . . . . . . . . . . . .
`

var statusLetters = map[Status]string{
	New: "N", AwaitingAlignment: "A", NeedsInfo: "I", AwaitingPriority: "P", Backlog: "B", InSprint: "S", Done: "D",
	Accepted: "C", Shipped: "X", Parked: "K", Declined: "L", Merged: "M", Noted: "O", Withdrawn: "W", Split: "T",
}

// people are those of the table; each has one part only, and the heads and who stands in for them are guests, so that
// being a member gives them nothing.
var people = map[string]Role{
	"PM": RolePM, "PO": RolePO, "PM's stand-in": RolePMStandIn, "PO's stand-in": RolePOStandIn, "team": RoleTeam,
	"reporter": RoleReporter, "requester": RoleRequester, "member": RoleMember, "guest": RoleGuest, "setter": RoleAdmin, "starter": RoleStarter,
}

// caseOf is somebody with one part only, while both heads are at work. A stand-in has their turn, because their head is
// away.
func caseOf(role Role, s Status) Case {
	c := Case{
		Product: Product{Name: "Atlas", PM: "pm", PO: "po", Team: []string{"team"}, SetUpBy: "administrator"},
		Request: Request{ID: "FR-1", Status: s, Since: noon, Reporter: "reporter", Requester: "requester"},
		Who:     Person{ID: strings.ToLower(string(role)), Kind: Guest},
		People:  map[string]Person{},
		Now:     noon,
	}
	away := Person{Kind: Member, Status: "palm_tree"}
	switch role {
	case RoleMember:
		c.Who.Kind = Member
	case RoleGuest:
		c.Product.Settings.Guests = true
	case RoleStarter:
		c.Starter = c.Who.ID
	case RolePMStandIn:
		c.Product.Settings.PMStandIn, c.People["pm"] = c.Who.ID, away
	case RolePOStandIn:
		c.Product.Settings.POStandIn, c.People["po"] = c.Who.ID, away
	}
	return c
}

func TestEveryoneMayDoWhatTheTableSaysAndNothingElse(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(mayTable), "\n")
	columns := strings.Fields(lines[0][27:])
	seen := map[string]bool{}
	for _, line := range lines[1:] {
		action, who, cells := Action(strings.TrimSpace(line[:12])), strings.TrimSpace(line[12:27]), strings.Fields(line[27:])
		role, known := people[who]
		if !known || len(cells) != len(statuses) || seen[line[:27]] {
			t.Fatalf("a line that says nothing, or again: %s", line)
		}
		seen[line[:27]] = true
		for _, row := range statuses {
			cell := cells[slices.Index(columns, statusLetters[row.status])]
			err := May(action, caseOf(role, row.status))
			var no *Refusal
			if (err == nil) != (cell == "x") || cell != "x" && cell != "." || err != nil && !errors.As(err, &no) {
				t.Errorf("%s by %s at %s: %v", action, who, row.status, err)
			}
		}
	}
	if want := len(Actions) * len(people); len(seen) != want || len(columns) != len(statuses) {
		t.Errorf("%d lines of %d, %d columns", len(seen), want, len(columns))
	}
}

func TestEveryActionHasItsRowAndEveryRowItsAction(t *testing.T) {
	for _, a := range Actions {
		if !slices.ContainsFunc(rights, func(r right) bool { return r.action == a }) {
			t.Errorf("nobody may %s", a)
		}
	}
	for _, row := range rights {
		if !slices.Contains(Actions, row.action) || len(row.who) == 0 || len(row.only) == 0 {
			t.Errorf("%+v", row)
		}
	}
}

func TestStatusLettersKnowEveryStatus(t *testing.T) {
	if len(statusLetters) != len(statuses) {
		t.Errorf("%d letters for %d statuses", len(statusLetters), len(statuses))
	}
}

func TestNobodyWithoutAnIdMayDoAnything(t *testing.T) {
	for _, who := range []Person{{Kind: Member}, {ID: "pm", Kind: Gone}, {ID: "reporter", Kind: Gone}} {
		c := caseOf(RolePM, AwaitingAlignment)
		c.Who, c.Product.Team, c.Request.Requester = who, []string{""}, ""
		for _, row := range rights {
			if May(row.action, c) == nil {
				t.Errorf("%+v may %s", who, row.action)
			}
		}
	}
}

func TestAnUnknownActionIsNobodysRightAndNoRefusal(t *testing.T) {
	err := May("fly", caseOf(RolePM, New))
	if err == nil || Refusals(err) != nil {
		t.Errorf("got %v", err)
	}
}

func TestRefusalsSayWhoCanOrWhatHasBecomeOfIt(t *testing.T) {
	pm, po := Name("pm"), Name("po")
	oneHead := caseOf(RoleTeam, New)
	oneHead.Product.PO = "pm"
	unknown := caseOf(RoleMember, New)
	unknown.Who.Kind = Unknown
	decided := caseOf(RolePM, Declined)
	decided.Last = Decision{ID: "7", Request: "FR-1", Verdict: Decline, By: "pm"}
	other := decided
	other.Last.Request = "FR-2"
	for _, x := range []struct {
		action Action
		c      Case
		want   string
	}{
		{ToAlign, caseOf(RolePO, AwaitingAlignment), "Only the product manager, " + pm + ", can decide on the alignment of FR-1."},
		{ToPrioritize, caseOf(RolePM, Backlog), "Only the product owner, " + po + ", can prioritize FR-1."},
		{ToAnswer, caseOf(RoleTeam, NeedsInfo), "Only whoever asked for it, " + pm + " and " + po + " can answer the questions about FR-1."},
		{ToWithdraw, caseOf(RolePM, New), "Only whoever recorded it can withdraw FR-1."},
		{ToAsk, caseOf(RolePM, New), "Only full members of this workspace can record a request."},
		{ToAsk, unknown, "Slack did not say who you are just now, so I could not record a request. Please try again in a moment."},
		{ToRepost, caseOf(RoleTeam, New), "Only " + pm + " and " + po + " can post this again."},
		{ToRepost, oneHead, "Only " + pm + " can post this again."},
		{ToChallenge, caseOf(RolePM, AwaitingPriority), "Only the product owner, " + po + ", can challenge the alignment of FR-1."},
		{ToMove, caseOf(RoleTeam, Backlog), "Only the product owner, " + po + ", can move FR-1."},
		{ToSplit, caseOf(RolePM, Backlog), "Only the product owner, " + po + ", can split FR-1."},
		{ToVote, caseOf(RolePO, Backlog), "Only the team can vote on FR-1."},
		{ToReveal, caseOf(RoleTeam, Backlog), "Only the product owner, " + po + ", and whoever started it can reveal the votes on FR-1."},
		{ToSetPoints, caseOf(RoleTeam, Backlog), "Only the product owner, " + po + ", can set the points of FR-1."},
		{ToUnpin, caseOf(RoleTeam, Backlog), "Only the product owner, " + po + ", can unpin FR-1."},
		{ToSettings, caseOf(RoleTeam, New), "Only " + Name("administrator") + ", " + pm + " and " + po + " can change the settings of Atlas."},
		{ToSettings, oneHead, "Only " + Name("administrator") + " and " + pm + " can change the settings of Atlas."},
		{ToShare, caseOf(RoleReporter, Backlog), "Only " + pm + " and " + po + " can change who can read FR-1."},
		{ToNotMe, caseOf(RoleMember, New), "Only whoever was named for it can give back a part in Atlas."},
		{ToAskAlignment, caseOf(RolePM, AwaitingPriority), "Only the product owner, " + po + ", can ask for the alignment of FR-1."},
		{ToChangeKind, caseOf(RoleReporter, Noted), "Only " + pm + " and " + po + " can change the kind of FR-1."},
		{ToLink, caseOf(RoleTeam, Noted), "Only whoever recorded it, " + pm + " and " + po + " can link FR-1."},
		{ToChangeKind, caseOf(RolePO, Backlog), "FR-1 has moved on: its status is Backlog now."},
		{ToAnswer, oneHead, "Only whoever asked for it and " + pm + " can answer the questions about FR-1."},
		{ToAlign, decided, "FR-1 has moved on: " + pm + " declined FR-1. Its status is Declined now."},
		{ToAlign, other, "FR-1 has moved on: its status is Declined now."},
		{ToWithdraw, caseOf(RoleReporter, Backlog), "FR-1 has moved on: its status is Backlog now."},
		{ToWithdraw, caseOf(RoleReporter, Split), "FR-1 was split: each of its parts is decided by itself. `/tandem show FR-1` lists them."},
	} {
		if err := May(x.action, x.c); err == nil || err.Error() != x.want {
			t.Errorf("%s: got  %v\nwant %s", x.action, err, x.want)
		}
	}
}

func TestTheRefusalNamesWhoStandsIn(t *testing.T) {
	pm, ben := Name("pm"), Name("ben")
	away, gone := Person{Status: "palm_tree"}, Person{Kind: Gone}
	for _, x := range []struct {
		pm   Person
		want string
	}{
		{Person{}, "Only the product manager, " + pm + ", can decide on the alignment of FR-1."},
		{away, "Only the product manager, " + pm + ", and " + ben + ", who stands in, can decide on the alignment of FR-1."},
		{gone, "Only " + ben + ", who stands in for the product manager, can decide on the alignment of FR-1."},
	} {
		c := caseOf(RoleTeam, AwaitingAlignment)
		c.Product.Settings.PMStandIn, c.People["pm"] = "ben", x.pm
		if err := May(ToAlign, c); err == nil || err.Error() != x.want {
			t.Errorf("got  %v\nwant %s", err, x.want)
		}
	}
	c := caseOf(RoleTeam, AwaitingAlignment)
	c.Product.Settings.PMStandIn, c.People["pm"], c.People["ben"] = "ben", away, gone
	if err := May(ToAlign, c); err == nil || err.Error() != "Only the product manager, "+pm+", can decide on the alignment of FR-1." {
		t.Errorf("a stand-in who has left: %v", err)
	}
	c.People["ben"] = Person{Kind: Member}
	if err := May(ToRepost, c); err == nil || err.Error() != "Only "+pm+" and "+Name("po")+" can post this again." {
		t.Errorf("the one who is away is still the one: %v", err)
	}
	c.Product.Settings.PMStandIn, c.People["pm"] = "", gone // and nobody stands in: the other head does
	if err := May(ToRepost, c); err == nil || err.Error() != "Only "+Name("po")+" can post this again." {
		t.Errorf("got %v", err)
	}
	c.Who.ID = "po"
	if err := May(ToAlign, c); err != nil {
		t.Errorf("nobody can decide: %v", err)
	}
}

func TestWhoStandsInIsNotNamedAsOneWhoChangesTheSettings(t *testing.T) {
	c := caseOf(RoleTeam, New)
	c.Who = Person{ID: "ben", Kind: Member}
	c.Product.Settings.PMStandIn, c.People["pm"] = "ben", Person{Kind: Gone}
	if err := May(ToSettings, c); err == nil || err.Error() != "Only "+Name("administrator")+" and "+Name("po")+" can change the settings of Atlas." {
		t.Errorf("got %v", err)
	}
}

func TestAStandInHasATurnWhenTheirHeadIsAwayOrTheDecisionHasWaited(t *testing.T) {
	later := noon.AddDate(0, 0, 4) // from Monday to Friday
	for _, x := range []struct {
		action Action
		status Status
		pm     Person
		now    time.Time
		want   string
	}{
		{ToAlign, AwaitingAlignment, Person{}, noon, "You stand in for " + Name("pm") + ": you can decide on the alignment of FR-1 while they are away, or once it has waited for 4 working days."},
		{ToAlign, AwaitingAlignment, Person{}, time.Time{}, "You stand in for " + Name("pm") + ": you can decide on the alignment of FR-1 while they are away, or once it has waited for 4 working days."},
		{ToAlign, AwaitingAlignment, Person{}, later, ""},
		{ToAlign, AwaitingAlignment, Person{Kind: Gone}, noon, ""},
		{ToAlign, Backlog, Person{}, noon, "FR-1 has moved on: its status is Backlog now."},
		{ToAlign, Backlog, Person{Kind: Gone}, noon, "FR-1 has moved on: its status is Backlog now."},
		{ToObjectives, Backlog, Person{}, later, "You stand in for " + Name("pm") + ": you can change the roadmap while they are away."},
		{ToPrioritize, AwaitingPriority, Person{}, later, "Only the product owner, " + Name("po") + ", can prioritize FR-1."},
		{ToNotMe, New, Person{}, noon, ""},
	} {
		c := caseOf(RoleTeam, x.status)
		c.Who, c.Now = Person{ID: "ben", Kind: Member}, x.now
		c.Product.Settings.PMStandIn, c.People["pm"] = "ben", x.pm
		err := May(x.action, c)
		if (err == nil) != (x.want == "") || err != nil && err.Error() != x.want {
			t.Errorf("%s at %s: got  %v\nwant %s", x.action, x.status, err, x.want)
		}
		if err == nil && x.action != ToNotMe {
			c.Who.Kind = Gone
			if May(x.action, c) == nil {
				t.Errorf("%s by a stand-in who has left", x.action)
			}
		}
	}
}

func TestGuestsAskWhereTheProductLetsThem(t *testing.T) {
	for kind, want := range map[PersonKind]bool{Guest: true, Stranger: true, Machine: false, Unknown: false, Gone: false} {
		c := caseOf(RoleGuest, New)
		c.Who.Kind = kind
		if got := May(ToAsk, c) == nil; got != want {
			t.Errorf("%s asks: %v", kind, got)
		}
		c.Product.Settings.Guests = false
		if May(ToAsk, c) == nil {
			t.Errorf("%s asks where it is not allowed", kind)
		}
	}
}

func TestOneOfSeveralRowsIsEnough(t *testing.T) {
	table := []right{
		{"fly", []Role{RoleReporter}, []Status{New}, "fly {request}", []string{"whoever recorded it"}},
		{"fly", []Role{RolePO}, []Status{Backlog}, "fly {request}", []string{"{po}"}},
	}
	for _, x := range []struct {
		role   Role
		status Status
		want   string
	}{
		{RoleReporter, New, ""}, {RolePO, Backlog, ""},
		{RolePO, New, "Only whoever recorded it can fly FR-1."},
		{RoleReporter, Backlog, "Only " + Name("po") + " can fly FR-1."},
		{RoleTeam, New, "Only whoever recorded it can fly FR-1."},
		{RoleTeam, Backlog, "Only " + Name("po") + " can fly FR-1."},
		{RolePO, Done, "FR-1 has moved on: its status is Done now."},
		{RoleReporter, Done, "FR-1 has moved on: its status is Done now."},
		{RoleTeam, Done, "Only whoever recorded it can fly FR-1."},
	} {
		err := judge(table, "fly", caseOf(x.role, x.status))
		if (err == nil) != (x.want == "") || err != nil && err.Error() != x.want {
			t.Errorf("%s at %s: got %v, want %s", x.role, x.status, err, x.want)
		}
	}
}
