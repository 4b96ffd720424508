/** What all steps share: two outputs, rejections with a reason, metrics and content hashes. */
package org.caco.transforms.step;
