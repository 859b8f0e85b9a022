"""A client of Aside's chat, with nothing but Python's standard library.

    python3 chat.py "How do I reset my password?"

ASIDE_URL names the server where it is not at http://127.0.0.1:4817.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid


class Chat:
    """A customer's session. Its id is a secret: keep it like a password."""

    def __init__(self, aside: str, customer: str, language: str = "en"):
        self.sessions = f"{aside.rstrip('/')}/chat/sessions"
        opened = self.ask("", {"user_id": customer, "language": language})
        self.session = "/" + opened["session_id"]
        self.greeting = opened["message"]

    def send(self, message: str) -> dict:
        """Sends a message and gives the answer.

        What fails on the way is sent again under the same name: it is stored and answered once.
        """
        body = {"message": message, "client_id": str(uuid.uuid4())}
        for wait in (1, 2, 4, 8):
            try:
                return self.ask(f"{self.session}/messages", body)
            except urllib.error.HTTPError as error:
                if error.code != 429 and error.code < 500:
                    raise
                time.sleep(float(error.headers.get("retry-after", wait)))
            except OSError:
                time.sleep(wait)
        return self.ask(f"{self.session}/messages", body)

    def history(self) -> list:
        """What was said, oldest first."""
        return self.ask(f"{self.session}/history")["messages"]

    def events(self, seconds: float):
        """What happens from now on. Ends when nothing came for so many seconds."""
        request = urllib.request.Request(f"{self.sessions}{self.session}/events")
        try:
            with urllib.request.urlopen(request, timeout=seconds) as stream:
                for line in stream:
                    if line.startswith(b"data: "):
                        yield json.loads(line[len(b"data: ") :])
        except TimeoutError:
            pass

    def rate(self, rating: int, comment: str = "") -> None:
        """Says how content the customer is, 1 (worst) to 5."""
        self.ask(f"{self.session}/rating", {"rating": rating, "comment": comment})

    def ask(self, path: str, body=None):
        """A request, and the JSON that comes back."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"content-type": "application/json"}
        request = urllib.request.Request(self.sessions + path, data, headers)
        with urllib.request.urlopen(request, timeout=60) as response:
            text = response.read()
        return json.loads(text) if text else None


def main() -> None:
    aside = os.environ.get("ASIDE_URL", "http://127.0.0.1:4817")
    chat = Chat(aside, "ada")
    print(chat.greeting)
    answer = chat.send(" ".join(sys.argv[1:]) or "How do I reset my password?")
    print(answer["message"])
    for source in answer["sources"]:
        print("  from", source["metadata"]["title"], f"(distance {source['distance']:.2f})")
    if answer["requires_escalation"]:
        print("A person answers; waiting for two seconds.")
        for event in chat.events(seconds=2):
            if event["type"] == "message":
                print(event["message"]["text"])
    chat.rate(5)
    print(len(chat.history()), "messages")


if __name__ == "__main__":
    main()
