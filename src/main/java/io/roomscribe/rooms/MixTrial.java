package io.roomscribe.rooms;

import io.roomscribe.audio.VectorTrial;
import io.roomscribe.audio.VectorTrial.Verdict;
import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Finds out once after the start whether rooms mix faster with the processor's vectors, a little
 * every 100 ms, while rooms mix with plain loops.
 *
 * <p>Threading: a lane of its own, where computing for a while delays nobody's block.
 */
@ApplicationScoped
class MixTrial {

  private static final Logger LOG = System.getLogger(MixTrial.class.getName());
  private static final Duration PERIOD = Duration.ofMillis(100);

  @Inject Lanes lanes;
  @Inject Clock clock;

  private VectorTrial trial;
  private Lane lane;
  private volatile Cancellable next = () -> {};

  @PostConstruct
  void open() {
    trial = new VectorTrial(clock::nanoTime);
    lane = lanes.blockingLane("mix-trial", 1);
  }

  void begin(@Observes Startup start) {
    next = lanes.after(PERIOD, lane, this::step);
  }

  @PreDestroy
  void close() {
    next.cancel();
    lane.close();
  }

  private void step() {
    Verdict verdict = trial.step();
    if (verdict == Verdict.GOING_ON) {
      next = lanes.after(PERIOD, lane, this::step);
      return;
    }
    LOG.log(verdict == Verdict.DIFFERENT ? Level.ERROR : Level.INFO, "mix vectors={0}", verdict);
    lane.close();
  }
}
