package io.roomscribe.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A class of tests of the WAR on a server. Its tests run at the same time as those of other such
 * classes, each in rooms of its own; a class that changes what all rooms share (the deployment, or
 * faults of a stand-in) is {@code @Isolated} and runs after them.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServedWar.class)
@Execution(ExecutionMode.CONCURRENT)
@interface Served {}
