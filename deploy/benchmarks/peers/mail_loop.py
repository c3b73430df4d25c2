#!/usr/bin/python3
"""Sends the mails of the table loop_message, text and page, one after the other, as one would write it: for each a commit that says it is about
to leave, the mail, and a commit that says what became of it.

    mail_loop.py CONNINFO PORT
"""
import smtplib
import sys
from email.message import EmailMessage

import psycopg

with psycopg.connect(sys.argv[1]) as connection, smtplib.SMTP("127.0.0.1", int(sys.argv[2])) as server:
    waiting = connection.execute("""
        SELECT message_id, recipient_address, subject, body_text, body_html
        FROM loop_message
        WHERE state = 'queued'
        ORDER BY message_id""").fetchall()
    for message_id, address, subject, text, page in waiting:
        mail = EmailMessage()
        mail["From"] = "followup@agency.example"
        mail["To"] = address
        mail["Subject"] = subject
        mail["Message-ID"] = f"<{message_id}@agency.example>"
        mail.set_content(text)
        mail.add_alternative(page, subtype="html")
        connection.execute("UPDATE loop_message SET state = 'sending' WHERE message_id = %s", [message_id])
        connection.commit()
        server.send_message(mail)
        connection.execute("UPDATE loop_message SET state = 'sent', sent_at = now() WHERE message_id = %s", [message_id])
        connection.commit()
