/*
 * A log in groups: the guest writes RECORDS records of one sector, all in flight together, waits for
 * them, flushes, and acknowledges them. The power may fail between any two events; then each sector
 * that is not on the medium survives or not. Recovery reads the log up to the first record that is
 * missing, and must find all that was acknowledged.
 *
 * -DGROUPS=n -DRECORDS=n, and -DSWALLOWED for a device that completes a flush and does nothing.
 */
#ifndef GROUPS
#define GROUPS 4
#endif
#ifndef RECORDS
#define RECORDS 8
#endif
#define SECTORS (GROUPS * RECORDS)

mtype = { absent, inFlight, cached, medium };

mtype sector[SECTORS] = absent;
byte submitted, completed, flushed, acknowledged;
bool flushing, failed;

active proctype guest() {
  do
  :: atomic { !failed && submitted < SECTORS ->
       sector[submitted] = inFlight; submitted++ };
     if
     :: submitted % RECORDS != 0
     :: else ->
        atomic { !failed && completed == submitted -> flushing = true };
        atomic { !failed && !flushing -> acknowledged = submitted }
     fi
  :: else -> break
  od
}

/* Requests complete in any order. A flush covers what had completed: all of the group. */
active proctype disk() {
  byte at;
  do
  :: atomic { !failed && completed < submitted ->
       at = flushed;
       do
       :: sector[at] == inFlight -> break
       :: at + 1 < submitted -> at++
       :: else -> break
       od;
       if
       :: sector[at] == inFlight -> sector[at] = cached; completed++
       :: else
       fi;
       at = 0 }
  :: d_step { !failed && flushing ->
       at = flushed;
       do
       :: at < submitted ->
#ifndef SWALLOWED
          sector[at] = medium;
#endif
          at++
       :: else -> break
       od;
#ifndef SWALLOWED
       flushed = submitted;
#endif
       at = 0;
       flushing = false }
  :: atomic { failed || acknowledged == SECTORS -> break }
  od
}

active proctype power() {
  byte at;
  atomic {
    failed = true;
    at = flushed;
    do
    :: at < submitted ->
       if
       :: sector[at] = medium
       :: sector[at] = absent
       fi;
       at++
    :: else -> break
    od;
    d_step {
      at = 0;
      do
      :: at < submitted && sector[at] == medium -> at++
      :: else -> break
      od;
      assert(at >= acknowledged)
    }
  }
}
