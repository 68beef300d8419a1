package io.roomscribe.it;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.test.spi.LifecycleMethodExecutor;
import org.jboss.arquillian.test.spi.TestMethodExecutor;
import org.jboss.arquillian.test.spi.TestResult;
import org.jboss.arquillian.test.spi.TestRunnerAdaptor;
import org.jboss.arquillian.test.spi.TestRunnerAdaptorBuilder;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Has Arquillian deploy the WAR once for all test classes that want it as it is; a class with a
 * {@link Deployment} method of its own gets that in its place, for as long as it runs.
 *
 * <p>In place of Arquillian's own extension, which deploys for each class anew (on Payara Micro: a
 * server process each) and knows which one is current by the thread. The tests are clients and ask
 * nothing of Arquillian but the deployments.
 *
 * <p>Threading: safe; classes with a deployment of their own must be {@code @Isolated}. Ownership:
 * the server ends with the run of all tests.
 */
final class ServedWar implements BeforeEachCallback, InvocationInterceptor {

  /**
   * The place in JUnit's order of classes for those with a deployment of their own, so that the
   * shared one is not made twice.
   */
  static final int LAST = Integer.MAX_VALUE;

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    Server server = server(context);
    server.serve(deployer(context));
    if (deploysItself(context)) {
      // Fields of Arquillian's are set by this.
      server.arquillian.before(
          context.getRequiredTestInstance(),
          context.getRequiredTestMethod(),
          LifecycleMethodExecutor.NO_OP);
    }
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    if (deploysItself(context)) {
      server(context)
          .arquillian
          .before(
              context.getRequiredTestInstance(),
              context.getRequiredTestMethod(),
              invocation::proceed);
    } else {
      invocation.proceed();
    }
  }

  /** Runs it where Arquillian's {@code Deployer} knows which class asks, as the other two do. */
  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    if (!deploysItself(context)) {
      invocation.proceed();
      return;
    }
    TestResult result =
        server(context)
            .arquillian
            .test(new Call(invocation, method.getExecutable(), context.getRequiredTestInstance()));
    if (result.getThrowable() != null) {
      throw result.getThrowable();
    }
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    if (deploysItself(context)) {
      server(context)
          .arquillian
          .after(
              context.getRequiredTestInstance(),
              context.getRequiredTestMethod(),
              invocation::proceed);
    } else {
      invocation.proceed();
    }
  }

  private record Call(Invocation<Void> invocation, Method method, Object instance)
      implements TestMethodExecutor {

    @Override
    public String getMethodName() {
      return method.getName();
    }

    @Override
    public Method getMethod() {
      return method;
    }

    @Override
    public Object getInstance() {
      return instance;
    }

    @Override
    public void invoke(Object... parameters) throws Throwable {
      invocation.proceed();
    }
  }

  private static Server server(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(ServedWar.class))
        .getOrComputeIfAbsent(Server.class, key -> new Server(), Server.class);
  }

  private static boolean deploysItself(ExtensionContext context) {
    return Arrays.stream(context.getRequiredTestClass().getDeclaredMethods())
        .anyMatch(method -> method.isAnnotationPresent(Deployment.class));
  }

  private static Class<?> deployer(ExtensionContext context) {
    return deploysItself(context) ? context.getRequiredTestClass() : Shared.class;
  }

  /** The WAR that goes into production. */
  static final class Shared {

    private Shared() {}

    @Deployment(testable = false)
    static WebArchive war() {
      return WarUnderTest.archive();
    }
  }

  /** The server and what is deployed on it. */
  private static final class Server implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final TestRunnerAdaptor arquillian = TestRunnerAdaptorBuilder.build();
    private boolean started;
    private Class<?> deployer;

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

    private void undeploy() throws Exception {
      if (deployer != null) {
        arquillian.afterClass(deployer, LifecycleMethodExecutor.NO_OP);
        TestBed.awaitNoPayara();
        deployer = null;
      }
    }

    @Override
    public void close() throws Exception {
      undeploy();
      arquillian.afterSuite();
      arquillian.shutdown();
    }
  }
}
