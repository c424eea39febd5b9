"""A small IMAP4rev1 server (RFC 3501) on 127.0.0.1: one user, one read-only mailbox, real sockets. What it does not know it answers with BAD."""

import datetime as dt
import re
import socketserver
import threading

from django.utils import timezone


class Box:
    """The mailbox: mails by number, when each came, and the validity of the numbers."""

    def __init__(self):
        self.validity, self.mails, self.next_uid = 7, {}, 1
        self.commands, self.fetched, self.hang_up_on = [], [], ""
        self.password = "pa ss"

    def add(self, raw, came=None):
        self.mails[self.next_uid] = (raw, came or timezone.localdate())
        self.next_uid += 1


class Session(socketserver.StreamRequestHandler):
    @property
    def box(self):
        return self.server.box

    def say(self, text):
        self.wfile.write(text if isinstance(text, bytes) else f"{text}\r\n".encode())

    def handle(self):
        self.say("* OK [CAPABILITY IMAP4rev1] ready")
        self.is_known = self.is_open = False
        while line := self.rfile.readline():
            tag, _, command = line.decode().strip().partition(" ")
            self.box.commands.append(command)
            if self.box.hang_up_on and self.box.hang_up_on in command:
                return
            if not self.answer(tag, command):
                return

    def answer(self, tag, command):
        verb = command.upper()
        if verb == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        elif verb == "LOGOUT":
            self.say("* BYE")
            self.say(f"{tag} OK")
            return False
        elif verb.startswith("LOGIN "):
            self.is_known = command == f'LOGIN hiring "{self.box.password}"'
            if not self.is_known:
                self.say(f"{tag} NO [AUTHENTICATIONFAILED] wrong")
                return True
        elif verb.startswith("EXAMINE ") and self.is_known:
            if "INBOX" not in verb:
                self.say(f"{tag} NO [NONEXISTENT] no such mailbox")
                return True
            self.is_open = True
            self.say(f"* {len(self.box.mails)} EXISTS")
            self.say(f"* OK [UIDVALIDITY {self.box.validity}] UIDs valid")
        elif verb.startswith("UID SEARCH ") and self.is_open:
            self.say("* SEARCH" + "".join(f" {uid}" for uid in self.search(verb.removeprefix("UID SEARCH "))))
        elif verb.startswith("UID FETCH ") and self.is_open:
            self.fetch(verb.removeprefix("UID FETCH "))
        else:
            self.say(f"{tag} BAD not known here")
            return True
        self.say(f"{tag} OK done")
        return True

    def search(self, query):
        uids = sorted(self.box.mails)
        if found := re.fullmatch(r"UID (\d+):\*", query):
            start = int(found[1])
            # As the standard has it: a range up to * always holds the last number.
            return [uid for uid in uids if uid >= min(start, uids[-1])] if uids else []
        since = dt.datetime.strptime(query.removeprefix("SINCE ") + " +0000", "%d-%b-%Y %z").date()
        return [uid for uid in uids if self.box.mails[uid][1] >= since]

    def fetch(self, query):
        uid, _, what = query.partition(" ")
        raw = self.box.mails[int(uid)][0]
        if what == "(RFC822.SIZE)":
            self.say(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(raw)})")
        else:
            assert what == "(BODY.PEEK[])", what
            self.box.fetched.append(int(uid))
            self.say(f"* 1 FETCH (UID {uid} BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")


class ImapServer:
    def __init__(self):
        self.box = Box()
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
        self._server.daemon_threads = True
        self._server.box = self.box
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self):
        return f"imap://hiring:pa%20ss@127.0.0.1:{self._server.server_address[1]}/INBOX"

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
