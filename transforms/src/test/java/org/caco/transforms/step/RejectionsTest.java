package org.caco.transforms.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.caco.transforms.records.Location;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;
import org.junit.jupiter.api.Test;

class RejectionsTest {
  private static final Location LOCATION =
      Location.newBuilder().setFile("seeds.jsonl").setLine(7).build();
  private static final Seed SEED = Seed.newBuilder().setId("s").setLocation(LOCATION).build();
  private static final String PAIR = "\ud83d\ude00";

  @Test
  void aSeedIsKeptWithItsFileAndLine() {
    Rejection rejection = Rejections.of("Step", "some_reason", "seen", SEED);
    assertThat(rejection)
        .isEqualTo(
            Rejection.newBuilder()
                .setStep("Step")
                .setReason("some_reason")
                .setEvidence("seen")
                .setSeed(SEED)
                .setLocation(LOCATION)
                .build());
  }

  @Test
  void aSampleOnItsWayFromASeedNamesTheSeedsLine() {
    Sample sample = Sample.newBuilder().setId("x").setSeed(SEED).build();
    assertThat(Rejections.of("Step", "r", "e", sample))
        .returns(sample, Rejection::getSample)
        .returns(LOCATION, Rejection::getLocation);
  }

  @Test
  void aRecordWithoutPlaceHasNoLocation() {
    Rejection rejection = Rejections.of("Step", "r", "e", Sample.getDefaultInstance());
    assertThat(rejection.hasLocation()).isFalse();
  }

  @Test
  void anyOtherRecordIsKeptAsTextOfBoundedLength() {
    Rejection rejection = Rejections.of("Step", "r", "e", "x".repeat(5_000_000));
    assertThat(rejection.getLine())
        .isEqualTo("x".repeat(Rejections.MAX_EVIDENCE) + "... (5000000 characters)");
  }

  @Test
  void evidenceOfTheGreatestLengthIsKeptWhole() {
    String evidence = "y".repeat(Rejections.MAX_EVIDENCE);
    assertThat(Rejections.of("Step", "r", evidence, SEED).getEvidence()).isEqualTo(evidence);
  }

  @Test
  void evidenceIsNotCutWithinACharacter() {
    String evidence = "z".repeat(Rejections.MAX_EVIDENCE - 1) + PAIR;
    assertThat(Rejections.of("Step", "r", evidence, SEED).getEvidence())
        .isEqualTo("z".repeat(Rejections.MAX_EVIDENCE - 1) + "... (2001 characters)");
  }

  @Test
  void aFailureThatNobodyForesawIsAnInternalErrorWithItsTrace() {
    Rejection rejection = Rejections.of("Step", new IllegalStateException("odd"), SEED);
    assertThat(rejection)
        .returns(Rejections.INTERNAL_ERROR, Rejection::getReason)
        .returns(SEED, Rejection::getSeed);
    assertThat(rejection.getEvidence())
        .startsWith("java.lang.IllegalStateException: odd")
        .contains("RejectionsTest");
  }

  @Test
  void aRejectedRecordIsKeptAsFarAsTheStepGotWithIt() {
    Sample before = Sample.newBuilder().setId("before").build();
    Sample after = Sample.newBuilder().setId("after").build();
    assertThat(Rejections.of("Step", new RejectedException("r", "e", after), before).getSample())
        .isEqualTo(after);
  }

  @Test
  void aRejectedRecordIsTheOneThatWentInUnlessTheStepGivesAnother() {
    Sample before = Sample.newBuilder().setId("before").build();
    assertThat(Rejections.of("Step", new RejectedException("r", "e"), before).getSample())
        .isEqualTo(before);
  }

  @Test
  void aRejectionWithoutEvidenceIsStillARejection() {
    assertThat(Rejections.of("Step", new RejectedException("r", null), SEED).getReason())
        .isEqualTo("r");
  }

  @Property(tries = 100)
  void whateverTheEvidenceItSurvivesEncoding(@ForAll("texts") String evidence)
      throws InvalidProtocolBufferException {
    Rejection rejection = Rejections.of("Step", "r", evidence, evidence);
    assertThat(Rejection.parseFrom(rejection.toByteArray())).isEqualTo(rejection);
  }

  /** Texts around the length at which they are cut, half of them of characters in pairs. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> character = Arbitraries.of("a", PAIR);
    return character
        .list()
        .ofMinSize(Rejections.MAX_EVIDENCE / 2)
        .ofMaxSize(Rejections.MAX_EVIDENCE + 1)
        .map(characters -> String.join("", characters));
  }
}
