toopher requester create "My site" --database toopher.sqlite
toopher serve --port 8042 --database toopher.sqlite
