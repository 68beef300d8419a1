package io.roomscribe.lanes;

/** The machine's time, for tests with servers and processes, which know no other. */
public final class RealClock extends SystemClock {}
