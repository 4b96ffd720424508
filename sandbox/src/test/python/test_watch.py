"""What a zygote keeps of what a child sends: nothing."""

import fcntl
import os
import unittest

from caco_sandbox.watch import ACCOUNT, Frames, Replies


def frame(kind, payload):
    return kind + len(payload).to_bytes(4, "big") + payload


class CountingFrames(unittest.TestCase):
    def test_counts_runs_however_the_stream_is_cut(self):
        stream = frame(b"F", b"facts") + frame(b"R", b"") + frame(b"R", b"x" * 300) + b"R\x00"
        for step in (1, 2, 3, 7, 100, len(stream)):
            frames = Frames(10)
            ended = [frames.runs_ended(stream[at : at + step]) for at in range(0, len(stream), step)]
            self.assertEqual(sum(ended), 2, step)

    def test_looks_no_further_than_the_frames_that_were_asked_for(self):
        frames = Frames(3)
        self.assertEqual(frames.runs_ended(frame(b"R", b"") * 1000000), 3)

    def test_a_length_beyond_all_bytes_is_one_frame(self):
        self.assertEqual(Frames(10).runs_ended(b"R\xff\xff\xff\xff" + b"R" * 1000), 0)


class PassingOn(unittest.TestCase):
    def setUp(self):
        self.child, self.child_end = os.pipe()
        self.jvm, jvm_end = os.pipe()
        # Large enough for what a test sends before it reads.
        fcntl.fcntl(jvm_end, 1031, 1 << 20)
        self.replies = Replies(jvm_end)
        self.addCleanup(lambda: [os.close(fd) for fd in (self.child, self.child_end, self.jvm, jvm_end)])

    def received(self):
        data = os.read(self.jvm, 1 << 20)
        at = 0
        whole = b""
        while True:
            length = int.from_bytes(data[at : at + 4], "big")
            at += 4
            if not length:
                return whole, data[at:]
            whole += data[at : at + length]
            at += length

    def test_passes_pieces_and_account_on_and_wipes_both(self):
        os.write(self.child_end, b"secret answer")
        self.assertEqual(bytes(self.replies.read(self.child)), b"secret answer")
        self.replies.end(b"account")
        self.assertEqual(self.received(), (b"secret answer", b"account"))
        self.assertFalse(any(self.replies.buffer))

    def test_an_answer_larger_than_the_buffer_comes_whole(self):
        sent = bytes(range(256)) * 160
        got = b""
        for _ in range(2):
            os.write(self.child_end, sent)
            got += bytes(self.replies.read(self.child))
        while len(got) < 2 * len(sent):
            got += bytes(self.replies.read(self.child))
        self.replies.end(bytes(ACCOUNT.size))
        self.assertEqual(self.received(), (2 * sent, bytes(ACCOUNT.size)))
        self.assertFalse(any(self.replies.buffer))


if __name__ == "__main__":
    unittest.main()
