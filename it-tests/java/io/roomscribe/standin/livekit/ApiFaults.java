package io.roomscribe.standin.livekit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What goes wrong with the API, from now until changed again. Threading: safe. */
public final class ApiFaults {

  private final AtomicInteger lostStarts = new AtomicInteger();
  private volatile int egressQuota = Integer.MAX_VALUE;
  private volatile int egressCapacity = Integer.MAX_VALUE;
  private volatile boolean olderServer;
  private volatile boolean noEgressService;
  private volatile Duration noResponseAfter = Duration.ZERO;
  private volatile Duration lostStartDelay = Duration.ZERO;
  private volatile boolean unavailable;
  private volatile boolean rejectTokens;

  /**
   * So many egresses of every kind may run at once; one more is {@code resource_exhausted}, as on
   * LiveKit Cloud.
   */
  public void egressQuota(int egresses) {
    egressQuota = egresses;
  }

  /**
   * The egress hosts have room for so many egresses of every kind; one more is answered after this
   * time by {@code unavailable}, "no response from servers", as by a server of one's own (which
   * takes 22 s to say so).
   */
  public void egressCapacity(int egresses, Duration answerAfter) {
    noResponseAfter = answerAfter;
    egressCapacity = egresses;
  }

  /** The server is older than v1.13.2: it has no StartEgress. */
  public void olderServer(boolean on) {
    olderServer = on;
  }

  /** No egress service is there, or none with a free CPU: a start fails after this time. */
  public void noEgressService(Duration answerAfter) {
    noResponseAfter = answerAfter;
    noEgressService = true;
  }

  /** There is an egress service again. */
  public void egressServiceIsBack() {
    noEgressService = false;
  }

  /**
   * The next starts succeed, but their answers are lost: the connection is cut after the delay (a
   * long delay makes the client give up first).
   */
  public void loseStartAnswers(int starts, Duration delay) {
    lostStartDelay = delay;
    lostStarts.set(starts);
  }

  /** Every call is answered by 503, as a load balancer without a server behind it does. */
  public void unavailable(boolean on) {
    unavailable = on;
  }

  /** Every token is refused, as after the key was taken away. */
  public void rejectTokens(boolean on) {
    rejectTokens = on;
  }

  /** All is well again. */
  public void clear() {
    egressQuota = Integer.MAX_VALUE;
    egressCapacity = Integer.MAX_VALUE;
    olderServer = false;
    noEgressService = false;
    lostStarts.set(0);
    unavailable = false;
    rejectTokens = false;
  }

  int egressQuota() {
    return egressQuota;
  }

  int egressCapacity() {
    return egressCapacity;
  }

  boolean isOlderServer() {
    return olderServer;
  }

  boolean hasNoEgressService() {
    return noEgressService;
  }

  Duration noResponseAfter() {
    return noResponseAfter;
  }

  boolean takesLostStart() {
    return lostStarts.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  Duration lostStartDelay() {
    return lostStartDelay;
  }

  boolean isUnavailable() {
    return unavailable;
  }

  boolean rejectsTokens() {
    return rejectTokens;
  }
}
