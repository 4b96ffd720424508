/** Whether a program is a function of its input: it repeats, and every input has an effect. */
package org.caco.transforms.behaviour;
