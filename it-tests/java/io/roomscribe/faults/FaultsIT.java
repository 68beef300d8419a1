package io.roomscribe.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Isolated;

/** The short form of {@link FaultMatrix}, which tries everything. */
@Isolated("its nodes and its talk take the machine")
class FaultsIT {

  @Test
  @EnabledIfSystemProperty(
      named = "arquillian.launch",
      matches = "payara",
      disabledReason = "once is enough: the nodes are the same whichever server others test")
  void faults_theMostTelling_loseAndDoubleNoWord() throws Exception {
    long seed = ThreadLocalRandom.current().nextInt(1, 1_000_000);
    Path directory = Path.of(System.getProperty("roomscribe.it.directory"), "faults-" + seed);

    List<Outcome> outcomes = FaultMatrix.run(Faults.few(), directory, seed);

    assertThat(outcomes)
        .as("seed %d%n%s", seed, Table.of(outcomes))
        .isNotEmpty()
        .allSatisfy(outcome -> assertThat(outcome.losses()).isEmpty());
  }
}
