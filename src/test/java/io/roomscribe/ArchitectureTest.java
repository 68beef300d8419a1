package io.roomscribe;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules of the house, on the compiled classes.
 *
 * <p>Plain tests rather than ArchUnit's own runner: one version of Surefire ran none of its fields
 * and stayed green.
 */
class ArchitectureTest {

  private static final String ROOT = "io.roomscribe";

  /** Who may use whom; what is not in this table fails the build. */
  private static final Map<String, Set<String>> ARROWS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("audio", Set.of()),
              Map.entry("lanes", Set.of()),
              Map.entry("security", Set.of()),
              Map.entry("cluster", Set.of("lanes")),
              Map.entry("transcription", Set.of("audio", "lanes")),
              Map.entry("rooms", Set.of("transcription", "cluster", "audio", "lanes", "security")),
              Map.entry("ingest", Set.of("rooms", "audio", "lanes", "security")),
              Map.entry("livekit", Set.of("rooms", "lanes", "security")),
              Map.entry("recording", Set.of("rooms", "audio", "lanes", "security")),
              Map.entry("transcripts", Set.of("rooms", "cluster", "lanes", "security")),
              Map.entry(
                  "captions", Set.of("transcripts", "rooms", "cluster", "lanes", "security"))));

  private static final Set<String> SEE_ALL_SEEN_BY_NONE = Set.of("config", "health");

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> location.contains("/classes/"))
          .importPackages(ROOT);

  static Stream<Map.Entry<String, Set<String>>> arrows() {
    return ARROWS.entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("arrows")
  void feature_dependencies_followTheArrows(Map.Entry<String, Set<String>> row) {
    Set<String> allowed = new TreeSet<>(row.getValue());
    allowed.add(row.getKey());

    noClasses()
        .that()
        .resideInAPackage(packagesOf(row.getKey()))
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "..")
                .and(describe("outside " + allowed, c -> !allowed.contains(featureOf(c)))))
        .allowEmptyShould(true)
        .check(PRODUCT);
  }

  @Test
  void packages_all_areInTheTable() {
    Set<String> known = new TreeSet<>(ARROWS.keySet());
    known.addAll(SEE_ALL_SEEN_BY_NONE);

    assertThat(PRODUCT.stream().map(ArchitectureTest::featureOf).collect(Collectors.toSet()))
        .isSubsetOf(known);
  }

  @Test
  void gladia_itsClasses_areKnownToTheWiringOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            packagesOf("transcription.gladia"), packagesOf("config"), packagesOf("health"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(packagesOf("transcription.gladia"))
        .check(PRODUCT);
  }

  @Test
  void audio_dependencies_areTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage(packagesOf("audio"))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java.lang..",
                "java.util..",
                "java.nio..",
                "jdk.incubator.vector..",
                "org.jspecify..",
                "com.google.errorprone.annotations..",
                packagesOf("audio")))
        .check(PRODUCT);
  }

  @Test
  void features_among_formNoCycle() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void threads_outsideLanes_areNotMade() {
    noClasses()
        .that()
        .resideOutsideOfPackage(packagesOf("lanes"))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.Executors")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("jakarta.enterprise.concurrent..")
        .orShould()
        .callConstructorWhere(
            describe("of a Thread", call -> call.getTargetOwner().isAssignableTo(Thread.class)))
        .orShould()
        .callMethodWhere(
            describe(
                "in the common pool",
                call ->
                    call.getTargetOwner().getName().equals("java.util.concurrent.ForkJoinPool")))
        .check(PRODUCT);
  }

  @Test
  void time_outsideTheClock_isNotRead() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".lanes.SystemClock")
        .and()
        // Hands the system's clock to a library that knows no other kind; security calls nobody.
        .doNotHaveFullyQualifiedName(ROOT + ".security.SecurityBeans")
        .should()
        .callMethodWhere(describe("reads the time", ArchitectureTest::readsTheTime))
        .orShould()
        .callConstructor(java.util.Date.class)
        .check(PRODUCT);
  }

  @Test
  void standardStreams_nowhere_areUsed() {
    GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(PRODUCT);
  }

  @Test
  void packages_all_areNullMarked() {
    assertThat(PRODUCT.stream().map(JavaClass::getPackage).distinct())
        .isNotEmpty()
        .allSatisfy(p -> assertThat(p.isAnnotatedWith(NullMarked.class)).as(p.getName()).isTrue());
  }

  @Test
  void persistence_outsideItsPackages_isUnknown() {
    onlyIn("jakarta.persistence..", "cluster", "rooms", "transcripts", "config");
  }

  @Test
  void webSockets_outsideIngest_areUnknown() {
    onlyIn("jakarta.websocket..", "ingest");
  }

  @Test
  void httpClient_outsideTheAdapters_isUnknown() {
    onlyIn("java.net.http..", "transcription.gladia", "livekit");
  }

  @Test
  void liveKitSdk_outsideItsAdapter_isUnknown() {
    onlyIn("io.livekit.server..", "livekit");
    onlyIn("livekit..", "livekit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Impl", "Manager", "Helper", "Util", "Utils", "Processor"})
  void classNames_emptyWords_areNotUsed(String suffix) {
    noClasses().should().haveSimpleNameEndingWith(suffix).check(PRODUCT);
  }

  @Test
  void serverApis_nowhere_areUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "fish.payara..",
            "com.sun..",
            "io.smallrye..",
            "io.undertow..",
            "org.eclipse.persistence..",
            "org.glassfish..",
            "org.hibernate..",
            "org.jboss..",
            "org.wildfly..")
        .check(PRODUCT);
  }

  private static void onlyIn(String library, String... features) {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            Stream.of(features).map(ArchitectureTest::packagesOf).toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(PRODUCT);
  }

  private static boolean readsTheTime(JavaCall<?> call) {
    String owner = call.getTargetOwner().getName();
    return switch (call.getName()) {
      case "now" -> owner.startsWith("java.time.");
      case "currentTimeMillis", "nanoTime" -> owner.equals("java.lang.System");
      case "systemUTC", "systemDefaultZone", "system" -> owner.equals("java.time.Clock");
      default -> false;
    };
  }

  private static String packagesOf(String feature) {
    return ROOT + "." + feature + "..";
  }

  /** {@code audio} for {@code io.roomscribe.audio} and all below it. */
  private static String featureOf(JavaClass c) {
    String below = c.getPackageName().substring(ROOT.length());
    return below.isEmpty() ? "" : below.substring(1).split("\\.")[0];
  }
}
