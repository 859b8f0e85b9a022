#!/bin/sh
# The chat over HTTP, a request at a time. Start `aside serve` first; ASIDE_URL names it where it is elsewhere.
set -eu
ASIDE="${ASIDE_URL:-http://127.0.0.1:4817}"

# What a JSON answer says in a field.
field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }

# One question, one answer: for your own server.
curl -sf "$ASIDE/chat" -H 'content-type: application/json' \
  -d '{"customer_id": "ada", "message": "How many days do I have to return an item?"}'
echo

# The same with how it came about: category, sentiment, priority, what was found.
curl -sf "$ASIDE/api/v1/query" -H 'content-type: application/json' \
  -d '{"user_id": "ada", "message": "How many days do I have to return an item?"}'
echo

# A session: for a page or an app. Its id is a secret.
SESSION=$(curl -sf "$ASIDE/chat/sessions" -H 'content-type: application/json' \
  -d '{"user_id": "ada", "language": "en"}' | field session_id)

# A message. Sent again under the same client_id, it is stored and answered once.
ANSWER=$(curl -sf "$ASIDE/chat/sessions/$SESSION/messages" -H 'content-type: application/json' \
  -d '{"message": "How do I reset my password?", "client_id": "message-1"}')
echo "$ANSWER"

# A message with a file.
printf 'The screen says: error E-1042.\n' > /tmp/aside-example.txt
curl -sf "$ASIDE/chat/sessions/$SESSION/messages" \
  -F message='What does this error mean?' -F client_id=message-2 -F file=@/tmp/aside-example.txt
echo
rm /tmp/aside-example.txt

# What was said, and where the conversation stands.
curl -sf "$ASIDE/chat/sessions/$SESSION/history"
echo

# What happens from now on, as server-sent events: here for two seconds, which ends curl with 28.
curl -sN --max-time 2 "$ASIDE/chat/sessions/$SESSION/events" || test $? -eq 28

# How content the customer is.
curl -sf "$ASIDE/chat/sessions/$SESSION/rating" -H 'content-type: application/json' \
  -d '{"rating": 5, "comment": "Quick."}'

# Whether it works, and what it has done.
curl -sf "$ASIDE/api/v1/health"
echo
curl -sf "$ASIDE/api/v1/stats"
echo
