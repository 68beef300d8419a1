package io.roomscribe.it;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.test.spi.LifecycleMethodExecutor;
import org.jboss.arquillian.test.spi.TestRunnerAdaptor;
import org.jboss.arquillian.test.spi.TestRunnerAdaptorBuilder;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * The server under test and what is deployed on it: nothing, the WAR as it goes into production, or
 * what a test class has in its place.
 *
 * <p>Threading: safe; a class that takes a deployment away must be {@code @Isolated}.
 */
final class Server implements AutoCloseable {

  /** The class whose deployment is the WAR that goes into production. */
  static final Class<?> SHARED = Production.class;

  /**
   * The place in JUnit's order of classes for those that leave the shared deployment unfit for
   * others.
   */
  static final int LATE = Integer.MAX_VALUE - 1;

  /**
   * The place in JUnit's order of classes for those with a deployment of their own, so that the
   * shared one is not made twice.
   */
  static final int LAST = Integer.MAX_VALUE;

  private final ReentrantLock lock = new ReentrantLock();
  private final TestRunnerAdaptor arquillian = TestRunnerAdaptorBuilder.build();
  private boolean started;
  private Class<?> deployer;

  private static final class Production {

    private Production() {}

    @Deployment(testable = false)
    static WebArchive war() {
      return WarUnderTest.archive();
    }
  }

  TestRunnerAdaptor arquillian() {
    return arquillian;
  }

  /** Has the WAR deployed that goes into production. */
  void deploy() throws Exception {
    serve(SHARED);
  }

  /** Has the deployment of this class in the place of any other. */
  void serve(Class<?> wanted) throws Exception {
    lock.lock();
    try {
      if (!started) {
        started = true;
        arquillian.beforeSuite();
      }
      if (!Objects.equals(deployer, wanted)) {
        undeploy();
        arquillian.beforeClass(wanted, LifecycleMethodExecutor.NO_OP);
        deployer = wanted;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * WildFly takes the WAR out, Payara Micro is ended by a SIGTERM; returns when that is over. The
   * next test finds a deployment all the same.
   */
  void undeploy() throws Exception {
    lock.lock();
    try {
      if (deployer != null) {
        arquillian.afterClass(deployer, LifecycleMethodExecutor.NO_OP);
        TestBed.awaitNoPayara();
        deployer = null;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws Exception {
    undeploy();
    arquillian.afterSuite();
    arquillian.shutdown();
  }
}
