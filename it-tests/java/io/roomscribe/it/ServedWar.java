package io.roomscribe.it;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.test.spi.LifecycleMethodExecutor;
import org.jboss.arquillian.test.spi.TestMethodExecutor;
import org.jboss.arquillian.test.spi.TestResult;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Has Arquillian deploy the WAR once for all test classes that want it as it is; a class with a
 * {@link Deployment} method of its own gets that in its place, for as long as it runs.
 *
 * <p>In place of Arquillian's own extension, which deploys for each class anew (on Payara Micro: a
 * server process each) and knows which one is current by the thread. The tests are clients and ask
 * nothing of Arquillian but the deployments.
 *
 * <p>A class that is about the deployment takes the {@link Server} in its constructor.
 *
 * <p>Threading: safe; classes with a deployment of their own must be {@code @Isolated}. Ownership:
 * the server ends with the run of all tests.
 */
final class ServedWar implements BeforeEachCallback, InvocationInterceptor, ParameterResolver {

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    Server server = server(context);
    server.serve(deployer(context));
    if (deploysItself(context)) {
      // Fields of Arquillian's are set by this.
      tell(server.arquillian()::before, context, LifecycleMethodExecutor.NO_OP);
    }
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    proceed(invocation, context, server(context).arquillian()::before);
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
            .arquillian()
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
    proceed(invocation, context, server(context).arquillian()::after);
  }

  /** What Arquillian does around a method before or after a test. */
  private interface Phase {
    void run(Object instance, Method method, LifecycleMethodExecutor executor) throws Exception;
  }

  private static void proceed(Invocation<Void> invocation, ExtensionContext context, Phase phase)
      throws Throwable {
    if (deploysItself(context)) {
      tell(phase, context, invocation::proceed);
    } else {
      invocation.proceed();
    }
  }

  private static void tell(Phase phase, ExtensionContext context, LifecycleMethodExecutor executor)
      throws Exception {
    phase.run(context.getRequiredTestInstance(), context.getRequiredTestMethod(), executor);
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

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Server.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return server(context);
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
    return deploysItself(context) ? context.getRequiredTestClass() : Server.SHARED;
  }
}
