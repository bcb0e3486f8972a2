"""Courier's Python SDK against the sandbox."""

import unittest
import uuid

from courier import AuthenticationError, Courier, NotFoundError


def unique(name):
    """Returns a unique name."""
    return f"{name}-{uuid.uuid4().hex[:8]}"


class ServerSdk(unittest.TestCase):
    """The client reads the key and the URL from the environment."""

    def setUp(self):
        self.courier = self.enterContext(Courier())
        self.user_id = unique("user")

    def send(self, **options):
        """Sends a message to the user and returns its ID, which is that of the request."""
        content = {"title": "Shipped", "body": "It is on its way"}
        message = {
            "to": {"user_id": self.user_id},
            "content": content,
            "metadata": {"tags": ["orders"]},
        }
        return self.courier.send.message(message=message, **options).request_id

    def list_ids(self, **query):
        """Returns the IDs of the messages to the user."""
        page = self.courier.messages.list(recipient=self.user_id, **query)
        return [message.id for message in page.results]

    def test_issues_a_token(self):
        scope = f"user_id:{self.user_id} inbox:read:messages"
        issued = self.courier.auth.issue_token(scope=scope, expires_in="1 day")
        self.assertEqual(issued.token.count("."), 2)

    def test_retrieves_what_was_sent(self):
        message_id = self.send()
        message = self.courier.messages.retrieve(message_id)
        self.assertEqual(message.id, message_id)
        self.assertEqual(message.recipient, self.user_id)
        self.assertEqual(message.status, "DELIVERED")

    def test_lists_by_tag_and_status(self):
        message_id = self.send()
        self.assertEqual(self.list_ids(), [message_id])
        self.assertEqual(self.list_ids(tag=["orders"]), [message_id])
        self.assertEqual(self.list_ids(tag=["other"]), [])
        self.assertEqual(self.list_ids(status=["OPENED", "DELIVERED"]), [message_id])
        self.assertEqual(self.list_ids(status=["OPENED"]), [])

    def test_resends(self):
        message_id = self.send()
        again = self.courier.messages.resend(message_id).message_id
        self.assertCountEqual(self.list_ids(), [message_id, again])

    def test_sends_once_under_an_idempotency_key(self):
        key = unique("key")
        sent = [self.send(idempotency_key=key) for _ in range(2)]
        self.assertEqual(sent[0], sent[1])
        self.assertEqual(self.list_ids(), sent[:1])

    def test_archives_a_request(self):
        message_id = self.send()
        self.assertIsNone(self.courier.requests.archive(message_id))
        self.assertEqual(self.list_ids(), [])
        self.assertEqual(self.list_ids(archived=True), [message_id])

    def test_does_not_find_an_unknown_message(self):
        with self.assertRaises(NotFoundError):
            self.courier.messages.retrieve(unique("nothing"))

    def test_refuses_a_wrong_key(self):
        with Courier(api_key="sandbox_wrong_key") as stranger:
            with self.assertRaises(AuthenticationError):
                stranger.messages.list()


if __name__ == "__main__":
    unittest.main()
