/**
 * The main job on one machine: {@code mvn -Pdemo} starts the server, the stand-ins where no real
 * keys are set, lets people talk in a room and shows what is heard.
 *
 * <p>Speaks to the product over HTTP only.
 */
package io.roomscribe.demo;
