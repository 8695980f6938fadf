<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>keys</name>
    <message>
        <source>Finding</source>
        <translation>Finden</translation>
    </message>
    <message>
        <source>Jump to a room or person</source>
        <translation>Zu einem Raum oder einer Person springen</translation>
    </message>
    <message>
        <source>Search this room</source>
        <translation>Diesen Raum durchsuchen</translation>
    </message>
    <message>
        <source>Search everywhere</source>
        <translation>Überall suchen</translation>
    </message>
    <message>
        <source>My mentions</source>
        <translation>Meine Erwähnungen</translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>Räume</translation>
    </message>
    <message>
        <source>Room above, room below</source>
        <translation>Raum darüber, Raum darunter</translation>
    </message>
    <message>
        <source>Unread room above, unread room below</source>
        <translation>Ungelesener Raum darüber, darunter</translation>
    </message>
    <message>
        <source>First to ninth room of the sidebar</source>
        <translation>Erster bis neunter Raum der Seitenleiste</translation>
    </message>
    <message>
        <source>The room that was open before</source>
        <translation>Der zuvor geöffnete Raum</translation>
    </message>
    <message>
        <source>New room</source>
        <translation>Neuer Raum</translation>
    </message>
    <message>
        <source>Join a room</source>
        <translation>Raum beitreten</translation>
    </message>
    <message>
        <source>New direct chat</source>
        <translation>Neues Direktgespräch</translation>
    </message>
    <message>
        <source>About this room</source>
        <translation>Über diesen Raum</translation>
    </message>
    <message>
        <source>Members of this room</source>
        <translation>Mitglieder dieses Raums</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Send (a setting can give it to Ctrl+Enter)</source>
        <translation>Senden (eine Einstellung kann es auf Strg+Eingabe legen)</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>Neue Zeile</translation>
    </message>
    <message>
        <source>In an empty box: edit the last own message</source>
        <translation>Im leeren Feld: die letzte eigene Nachricht bearbeiten</translation>
    </message>
    <message>
        <source>Complete @, # and :</source>
        <translation>@, # und : vervollständigen</translation>
    </message>
    <message>
        <source>Cancel; then mark as read and go to the end</source>
        <translation>Abbrechen; dann als gelesen markieren und ans Ende gehen</translation>
    </message>
    <message>
        <source>Oldest unread message</source>
        <translation>Älteste ungelesene Nachricht</translation>
    </message>
    <message>
        <source>Pick an emoji</source>
        <translation>Emoji wählen</translation>
    </message>
    <message>
        <source>Send files</source>
        <translation>Dateien senden</translation>
    </message>
    <message>
        <source>Transfers and files</source>
        <translation>Übertragungen und Dateien</translation>
    </message>
    <message>
        <source>The chosen message</source>
        <translation>Die gewählte Nachricht</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>React</source>
        <translation>Reagieren</translation>
    </message>
    <message>
        <source>Copy what is marked, else the message</source>
        <translation>Markiertes kopieren, sonst die Nachricht</translation>
    </message>
    <message>
        <source>Copy a link to it</source>
        <translation>Einen Link dazu kopieren</translation>
    </message>
    <message>
        <source>Mark unread from here</source>
        <translation>Ab hier als ungelesen markieren</translation>
    </message>
    <message>
        <source>Pin or unpin</source>
        <translation>Anheften oder lösen</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Next region of the window, and back</source>
        <translation>Nächster Bereich des Fensters, und zurück</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Larger, smaller, as it was</source>
        <translation>Größer, kleiner, wie zuvor</translation>
    </message>
    <message>
        <source>These keys</source>
        <translation>Diese Tasten</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>notifier</name>
    <message>
        <source>It is a direct message.</source>
        <translation>Es ist eine Direktnachricht.</translation>
    </message>
    <message>
        <source>It mentions you.</source>
        <translation>Sie erwähnt dich.</translation>
    </message>
    <message>
        <source>It holds one of your keywords.</source>
        <translation>Sie enthält eines deiner Stichwörter.</translation>
    </message>
    <message>
        <source>You want to hear of everything in this room.</source>
        <translation>Du möchtest von allem in diesem Raum hören.</translation>
    </message>
    <message>
        <source>You asked for a test.</source>
        <translation>Du hast einen Test verlangt.</translation>
    </message>
    <message>
        <source>It is not a message.</source>
        <translation>Es ist keine Nachricht.</translation>
    </message>
    <message>
        <source>It was deleted.</source>
        <translation>Sie wurde gelöscht.</translation>
    </message>
    <message>
        <source>You wrote it.</source>
        <translation>Du hast sie geschrieben.</translation>
    </message>
    <message>
        <source>You ignore its author.</source>
        <translation>Du ignorierst, wer sie schrieb.</translation>
    </message>
    <message>
        <source>You have read it already.</source>
        <translation>Du hast sie schon gelesen.</translation>
    </message>
    <message>
        <source>You are looking at this room.</source>
        <translation>Du siehst diesen Raum gerade an.</translation>
    </message>
    <message>
        <source>This room is muted.</source>
        <translation>Dieser Raum ist stummgeschaltet.</translation>
    </message>
    <message>
        <source>Nothing in it calls for you.</source>
        <translation>Nichts darin gilt dir.</translation>
    </message>
    <message>
        <source>Direct messages do not notify: that is switched off.</source>
        <translation>Direktnachrichten melden sich nicht: das ist abgeschaltet.</translation>
    </message>
    <message>
        <source>Mentions do not notify: that is switched off.</source>
        <translation>Erwähnungen melden sich nicht: das ist abgeschaltet.</translation>
    </message>
    <message>
        <source>Do not disturb is on.</source>
        <translation>„Nicht stören“ ist eingeschaltet.</translation>
    </message>
    <message>
        <source>These are your quiet hours.</source>
        <translation>Es ist deine Ruhezeit.</translation>
    </message>
</context>
<context>
    <name>switcher</name>
    <message>
        <source>room</source>
        <translation>Raum</translation>
    </message>
    <message>
        <source>private room</source>
        <translation>privater Raum</translation>
    </message>
    <message>
        <source>direct chat</source>
        <translation>Direktchat</translation>
    </message>
    <message>
        <source>program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>person</source>
        <translation>Person</translation>
    </message>
</context>
<context>
    <name>tray</name>
    <message numerus="yes">
        <source>%n for you</source>
        <translation>
            <numerusform>%n für dich</numerusform>
            <numerusform>%n für dich</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n ungelesen</numerusform>
            <numerusform>%n ungelesen</numerusform>
        </translation>
    </message>
    <message>
        <source>do not disturb</source>
        <translation>nicht stören</translation>
    </message>
</context>
<context>
    <name>zchat::gui</name>
    <message>
        <source>%1 is a folder. Send the files in it, or an archive of it.</source>
        <translation>%1 ist ein Ordner. Senden Sie die Dateien darin oder ein Archiv davon.</translation>
    </message>
    <message>
        <source>%1 is not there.</source>
        <translation>%1 ist nicht da.</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>%1 kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>%1 is %2; this server takes files of at most %3.</source>
        <translation>%1 hat %2; dieser Server nimmt Dateien bis höchstens %3.</translation>
    </message>
    <message>
        <source>The name of %1 is too long. Give it a shorter one.</source>
        <translation>Der Name von %1 ist zu lang. Geben Sie der Datei einen kürzeren.</translation>
    </message>
    <message>
        <source>The picture could not be written to %1. Is there space on the disk?</source>
        <translation>Das Bild konnte nicht nach %1 geschrieben werden. Ist auf dem Datenträger noch Platz?</translation>
    </message>
    <message>
        <source>Message of an ignored person</source>
        <translation>Nachricht einer ignorierten Person</translation>
    </message>
    <message>
        <source>%n messages of ignored people</source>
        <translation>%n Nachrichten ignorierter Personen</translation>
    </message>
    <message>
        <source>%1 came online</source>
        <translation>%1 ist jetzt online</translation>
    </message>
    <message>
        <source>%1 went offline</source>
        <translation>%1 ist jetzt offline</translation>
    </message>
    <message>
        <source>%1 is now called %2</source>
        <translation>%1 heißt jetzt %2</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 und %2</translation>
    </message>
    <message>
        <source>%1 and %n others</source>
        <translation>%1 und %n weitere</translation>
    </message>
    <message>
        <source>%1 joined</source>
        <translation>%1 ist beigetreten</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 ist gegangen</translation>
    </message>
    <message>
        <source>invited: %1</source>
        <translation>eingeladen: %1</translation>
    </message>
    <message>
        <source>removed: %1</source>
        <translation>entfernt: %1</translation>
    </message>
    <message>
        <source>1 change of this room</source>
        <translation>1 Änderung an diesem Raum</translation>
    </message>
    <message>
        <source>%n changes of this room</source>
        <translation>%n Änderungen an diesem Raum</translation>
    </message>
    <message>
        <source>This is too long to search for. Use a few words.</source>
        <translation>Das ist zu lang für eine Suche. Nimm ein paar Wörter.</translation>
    </message>
    <message>
        <source>a member</source>
        <translation>zum Mitglied</translation>
    </message>
    <message>
        <source>a moderator</source>
        <translation>zum Moderator</translation>
    </message>
    <message>
        <source>an owner</source>
        <translation>zum Eigentümer</translation>
    </message>
    <message>
        <source>%1 invited %2</source>
        <translation>%1 hat %2 eingeladen</translation>
    </message>
    <message>
        <source>%1 removed %2</source>
        <translation>%1 hat %2 entfernt</translation>
    </message>
    <message>
        <source>%1 made %2 %3</source>
        <translation>%1 hat %2 %3 gemacht</translation>
    </message>
    <message>
        <source>%1 archived this room</source>
        <translation>%1 hat diesen Raum archiviert</translation>
    </message>
    <message>
        <source>%1 opened this room again</source>
        <translation>%1 hat diesen Raum wieder geöffnet</translation>
    </message>
    <message>
        <source>%1 removed the topic</source>
        <translation>%1 hat das Thema entfernt</translation>
    </message>
    <message>
        <source>%1 set the topic: %2</source>
        <translation>%1 hat das Thema gesetzt: %2</translation>
    </message>
    <message>
        <source>%1 removed the title</source>
        <translation>%1 hat den Titel entfernt</translation>
    </message>
    <message>
        <source>%1 named this room %2</source>
        <translation>%1 hat diesen Raum %2 genannt</translation>
    </message>
    <message>
        <source>%1 changed this room</source>
        <translation>%1 hat diesen Raum geändert</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>noch %1 s</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>noch %1 min</translation>
    </message>
    <message>
        <source>%1 h left</source>
        <translation>noch %1 h</translation>
    </message>
    <message>
        <source>%1 days left</source>
        <translation>noch %1 Tage</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>file %1</source>
        <translation>Datei %1</translation>
    </message>
    <message>
        <source>file %1: %2</source>
        <translation>Datei %1: %2</translation>
    </message>
    <message>
        <source>Edit: %1</source>
        <translation>Änderung: %1</translation>
    </message>
    <message>
        <source>Deletion of a message</source>
        <translation>Löschen einer Nachricht</translation>
    </message>
    <message>
        <source>Reaction %1</source>
        <translation>Reaktion %1</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Anheften</translation>
    </message>
    <message>
        <source>online</source>
        <translation>online</translation>
    </message>
    <message>
        <source>away</source>
        <translation>abwesend</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>offline</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>wird gesendet</translation>
    </message>
    <message>
        <source>stored</source>
        <translation>gespeichert</translation>
    </message>
    <message>
        <source>refused: %1</source>
        <translation>abgelehnt: %1</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>paused · %1</source>
        <translation>angehalten · %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>reading the file</source>
        <translation>Datei wird gelesen</translation>
    </message>
    <message>
        <source>getting ready</source>
        <translation>wird vorbereitet</translation>
    </message>
    <message>
        <source>%1 · %2 %</source>
        <translation>%1 · %2 %</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source> · %1/s</source>
        <translation> · %1/s</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>This did not work.</source>
        <translation>Das hat nicht geklappt.</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>This picture is no longer there.</source>
        <translation>Dieses Bild ist nicht mehr da.</translation>
    </message>
    <message>
        <source>This picture is too large to be shown here.</source>
        <translation>Dieses Bild ist zu groß, um hier gezeigt zu werden.</translation>
    </message>
    <message>
        <source>This picture cannot be shown here.</source>
        <translation>Dieses Bild kann hier nicht gezeigt werden.</translation>
    </message>
    <message>
        <source>This picture is damaged.</source>
        <translation>Dieses Bild ist beschädigt.</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>FILE</source>
        <translation>DATEI</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>This message was deleted.</source>
        <translation>Diese Nachricht wurde gelöscht.</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>read by %1</source>
        <translation>gelesen von %1</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>nicht gesendet</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>bearbeitet</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>angeheftet</translation>
    </message>
    <message>
        <source>edited %1</source>
        <translation>bearbeitet %1</translation>
    </message>
    <message>
        <source>Read by:</source>
        <translation>Gelesen von:</translation>
    </message>
    <message>
        <source>%1 · too large to be shown here</source>
        <translation>%1 · zu groß, um hier gezeigt zu werden</translation>
    </message>
    <message>
        <source>from: takes a person's name, such as from:alice.</source>
        <translation>from: braucht den Namen einer Person, etwa from:alice.</translation>
    </message>
    <message>
        <source>in: takes a room's name, such as in:lobby.</source>
        <translation>in: braucht den Namen eines Raums, etwa in:lobby.</translation>
    </message>
    <message>
        <source>has: takes file or link.</source>
        <translation>has: braucht file oder link.</translation>
    </message>
    <message>
        <source>%1: takes a day, such as %1:2026-03-14, %1:today or %1:yesterday.</source>
        <translation>%1: braucht einen Tag, etwa %1:2026-03-14, %1:today oder %1:yesterday.</translation>
    </message>
    <message>
        <source>Unfold</source>
        <translation>Aufklappen</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>Zuklappen</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Verbergen</translation>
    </message>
    <message>
        <source>Reply to an earlier message</source>
        <translation>Antwort auf eine frühere Nachricht</translation>
    </message>
</context>
<context>
    <name>zchat::gui::AccountsDialog</name>
    <message>
        <source>program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>administrator</source>
        <translation>Administration</translation>
    </message>
    <message>
        <source>member</source>
        <translation>Mitglied</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Suspend …</source>
        <translation>Sperren …</translation>
    </message>
    <message>
        <source>Make administrator</source>
        <translation>Zur Administration machen</translation>
    </message>
    <message>
        <source>Device link …</source>
        <translation>Geräte-Link …</translation>
    </message>
    <message>
        <source>Remove …</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Suspend %1? Every device of this account is signed out at once, until the account is enabled again.</source>
        <translation>%1 sperren? Jedes Gerät dieses Kontos wird sofort abgemeldet, bis das Konto wieder freigegeben ist.</translation>
    </message>
    <message>
        <source>Make %1 a member like others?</source>
        <translation>%1 zu einem Mitglied wie andere machen?</translation>
    </message>
    <message>
        <source>Make %1 an administrator? Administrators may do all that you may.</source>
        <translation>%1 die Administration geben? Wer sie hat, darf alles, was du darfst.</translation>
    </message>
    <message>
        <source>Remove %1 for good? Its devices end and nobody can have the name again; what was said stays.</source>
        <translation>%1 endgültig entfernen? Die Geräte enden, und niemand kann den Namen wieder haben; was gesagt wurde, bleibt.</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>Find an account</source>
        <translation>Konto finden</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>Geräte</translation>
    </message>
    <message>
        <source>Last here</source>
        <translation>Zuletzt hier</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Invite a person …</source>
        <translation>Person einladen …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>suspended</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>enabled</source>
        <translation>freigegeben</translation>
    </message>
    <message>
        <source>No account fits.</source>
        <translation>Kein Konto passt.</translation>
    </message>
    <message>
        <source>1 account</source>
        <translation>1 Konto</translation>
    </message>
    <message numerus="yes">
        <source>%n accounts</source>
        <translation>
            <numerusform>%n Konto</numerusform>
            <numerusform>%n Konten</numerusform>
        </translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>Make member …</source>
        <translation>Zum Mitglied machen …</translation>
    </message>
    <message>
        <source>Make administrator …</source>
        <translation>Administration geben …</translation>
    </message>
</context>
<context>
    <name>zchat::gui::ActionBar</name>
    <message>
        <source>React</source>
        <translation>Reagieren</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>Weitere Aktionen</translation>
    </message>
    <message>
        <source>Actions of the message</source>
        <translation>Aktionen der Nachricht</translation>
    </message>
</context>
<context>
    <name>zchat::gui::Announcer</name>
    <message numerus="yes">
        <source>%n new messages</source>
        <translation>
            <numerusform>%n neue Nachricht</numerusform>
            <numerusform>%n neue Nachrichten</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zchat::gui::AskDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>zchat::gui::AttachmentBar</name>
    <message>
        <source>Words below become the caption.</source>
        <translation>Was unten steht, wird die Bildunterschrift.</translation>
    </message>
    <message>
        <source>%1 files, %2. Words below become the caption of the first.</source>
        <translation>%1 Dateien, %2. Was unten steht, wird die Unterschrift der ersten.</translation>
    </message>
</context>
<context>
    <name>zchat::gui::AttachmentRow</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>zchat::gui::BusBubbles</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>zchat::gui::Completion</name>
    <message>
        <source>everybody in this room</source>
        <translation>alle in diesem Raum</translation>
    </message>
</context>
<context>
    <name>zchat::gui::CompletionList</name>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
</context>
<context>
    <name>zchat::gui::Composer</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Send files</source>
        <translation>Dateien senden</translation>
    </message>
    <message>
        <source>Send files (Ctrl+O)</source>
        <translation>Dateien senden (Strg+O)</translation>
    </message>
    <message>
        <source>Emoji</source>
        <translation>Emoji</translation>
    </message>
    <message>
        <source>Emoji (Ctrl+E)</source>
        <translation>Emoji (Strg+E)</translation>
    </message>
    <message>
        <source>This is %1 bytes long; a message takes at most %2. Shorten it or send it in parts.</source>
        <translation>Das sind %1 Bytes; eine Nachricht fasst höchstens %2. Kürzen Sie sie oder senden Sie sie in Teilen.</translation>
    </message>
    <message>
        <source>This could not be taken just now. Your words are still here: send them again.</source>
        <translation>Das ging gerade nicht. Ihr Text ist noch da: Senden Sie ihn noch einmal.</translation>
    </message>
</context>
<context>
    <name>zchat::gui::ConnectionStrip</name>
    <message>
        <source>Known key: %1
Offered key: %2
The server was set up anew, or somebody stands between it and you. Ask its administrator for a new invite link: that is the one way on.</source>
        <translation>Bekannter Schlüssel: %1
Angebotener Schlüssel: %2
Der Server wurde neu aufgesetzt, oder jemand steht zwischen ihm und Ihnen. Bitten Sie seinen Verwalter um einen neuen Einladungslink: Nur so geht es weiter.</translation>
    </message>
    <message>
        <source>Connecting …</source>
        <translation>Verbindung wird aufgebaut …</translation>
    </message>
    <message>
        <source>%1 Next try in %2 s. You can read and write meanwhile.</source>
        <translation>%1 Nächster Versuch in %2 s. Lesen und schreiben geht solange weiter.</translation>
    </message>
    <message>
        <source>%1 Trying again.</source>
        <translation>%1 Neuer Versuch läuft.</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Use an invite link …</source>
        <translation>Einladungslink verwenden …</translation>
    </message>
    <message>
        <source>Sign in again …</source>
        <translation>Neu anmelden …</translation>
    </message>
</context>
<context>
    <name>zchat::gui::CreateRoomDialog</name>
    <message>
        <source>New room</source>
        <translation>Neuer Raum</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Anlegen</translation>
    </message>
    <message>
        <source>Private: only members see it, by invitation</source>
        <translation>Privat: nur für Mitglieder, auf Einladung</translation>
    </message>
    <message>
        <source>release-planning</source>
        <translation>planung-der-ausgabe</translation>
    </message>
    <message>
        <source>What it is for (may be empty)</source>
        <translation>Wofür er da ist (darf leer sein)</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Thema</translation>
    </message>
    <message>
        <source>A room's name has 1 to 32 of a-z, 0-9, “.”, “_” and “-”, and begins and ends with a letter or digit.</source>
        <translation>Der Name eines Raums hat 1 bis 32 Zeichen aus a-z, 0-9, „.“, „_“ und „-“ und beginnt und endet mit einem Buchstaben oder einer Ziffer.</translation>
    </message>
    <message>
        <source>This topic is too long: %1 bytes at most.</source>
        <translation>Dieses Thema ist zu lang: höchstens %1 Bytes.</translation>
    </message>
</context>
<context>
    <name>zchat::gui::Desk</name>
    <message>
        <source>Too much is under way. Try again.</source>
        <translation>Es ist zu viel unterwegs. Versuchen Sie es noch einmal.</translation>
    </message>
</context>
<context>
    <name>zchat::gui::DevicesDialog</name>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>Device %1</source>
        <translation>Gerät %1</translation>
    </message>
    <message>
        <source>Asking for your devices …</source>
        <translation>Deine Geräte werden erfragt …</translation>
    </message>
    <message>
        <source>Revoke …</source>
        <translation>Widerrufen …</translation>
    </message>
    <message>
        <source>Add a device …</source>
        <translation>Gerät hinzufügen …</translation>
    </message>
    <message>
        <source>My devices</source>
        <translation>Meine Geräte</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The list did not come: %1</source>
        <translation>Die Liste kam nicht: %1</translation>
    </message>
    <message>
        <source> (this one)</source>
        <translation> (dieses)</translation>
    </message>
    <message>
        <source>added %1 · last here %2</source>
        <translation>hinzugefügt %1 · zuletzt hier %2</translation>
    </message>
    <message>
        <source>One device can read and write as you.</source>
        <translation>Ein Gerät kann als du lesen und schreiben.</translation>
    </message>
    <message numerus="yes">
        <source>%n devices can read and write as you.</source>
        <translation>
            <numerusform>%n Gerät kann als du lesen und schreiben.</numerusform>
            <numerusform>%n Geräte können als du lesen und schreiben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>Revoke the device that you are using now? You are signed out at once, and only a link from another device or an administrator brings you back.</source>
        <translation>Das Gerät widerrufen, das du gerade benutzt? Du wirst sofort abgemeldet, und nur ein Link von einem anderen Gerät oder der Administration bringt dich zurück.</translation>
    </message>
    <message>
        <source>Revoke %1? It is signed out at once, and what it sends is refused.</source>
        <translation>%1 widerrufen? Es wird sofort abgemeldet, und was es sendet, wird abgelehnt.</translation>
    </message>
</context>
<context>
    <name>zchat::gui::DirectoryDialog</name>
    <message>
        <source>People</source>
        <translation>Menschen</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>you</source>
        <translation>du</translation>
    </message>
    <message numerus="yes">
        <source>%n people, %1 here now</source>
        <translation>
            <numerusform>%n Person, %1 jetzt hier</numerusform>
            <numerusform>%n Personen, %1 jetzt hier</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zchat::gui::DownloadsPage</name>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>Up to 1 MiB</source>
        <translation>Bis 1 MiB</translation>
    </message>
    <message>
        <source>Up to 10 MiB</source>
        <translation>Bis 10 MiB</translation>
    </message>
    <message>
        <source>Up to 100 MiB</source>
        <translation>Bis 100 MiB</translation>
    </message>
    <message>
        <source>Of any size</source>
        <translation>In jeder Größe</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>Downloaded by themselves</source>
        <translation>Von selbst geladen</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Other files</source>
        <translation>Andere Dateien</translation>
    </message>
    <message>
        <source>A room can be left out in its menu.</source>
        <translation>Ein Raum kann in seinem Menü ausgenommen werden.</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Folder for downloads</source>
        <translation>Ordner für Downloads</translation>
    </message>
    <message>
        <source>Save files in …</source>
        <translation>Dateien speichern in …</translation>
    </message>
    <message>
        <source>Open that folder</source>
        <translation>Diesen Ordner öffnen</translation>
    </message>
</context>
<context>
    <name>zchat::gui::Emoji</name>
    <message>
        <source>Smileys</source>
        <translation>Smileys</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Menschen</translation>
    </message>
    <message>
        <source>Animals and nature</source>
        <translation>Tiere und Natur</translation>
    </message>
    <message>
        <source>Food and drink</source>
        <translation>Essen und Trinken</translation>
    </message>
    <message>
        <source>Travel and places</source>
        <translation>Reisen und Orte</translation>
    </message>
    <message>
        <source>Activities</source>
        <translation>Aktivitäten</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Gegenstände</translation>
    </message>
    <message>
        <source>Symbols</source>
        <translation>Symbole</translation>
    </message>
    <message>
        <source>Flags</source>
        <translation>Flaggen</translation>
    </message>
</context>
<context>
    <name>zchat::gui::EmojiPicker</name>
    <message>
        <source>Emoji</source>
        <translation>Emoji</translation>
    </message>
    <message>
        <source>Find an emoji</source>
        <translation>Emoji suchen</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Zuletzt verwendet</translation>
    </message>
    <message>
        <source>Nothing is called so.</source>
        <translation>Nichts heißt so.</translation>
    </message>
</context>
<context>
    <name>zchat::gui::FileCard</name>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
</context>
<context>
    <name>zchat::gui::FilesPanel</name>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>Übertragungen</translation>
    </message>
    <message>
        <source>Files of this room</source>
        <translation>Dateien dieses Raums</translation>
    </message>
    <message>
        <source>Transfers or files of this room</source>
        <translation>Übertragungen oder Dateien dieses Raums</translation>
    </message>
    <message>
        <source>Nothing has been sent or saved since this window opened. Drop a file on a room to send it.</source>
        <translation>Seit dieses Fenster offen ist, wurde nichts gesendet oder gespeichert. Zieh eine Datei auf einen Raum, um sie zu senden.</translation>
    </message>
    <message>
        <source>Clear what is done</source>
        <translation>Fertige entfernen</translation>
    </message>
    <message>
        <source>Older files</source>
        <translation>Ältere Dateien</translation>
    </message>
    <message>
        <source>to %1</source>
        <translation>an %1</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>No room is open.</source>
        <translation>Kein Raum ist offen.</translation>
    </message>
    <message>
        <source>Looking for files …</source>
        <translation>Dateien werden gesucht …</translation>
    </message>
    <message>
        <source>Nobody has sent a file into this room yet.</source>
        <translation>Noch hat niemand eine Datei in diesen Raum gesendet.</translation>
    </message>
</context>
<context>
    <name>zchat::gui::JoinRoomDialog</name>
    <message>
        <source>Join a room</source>
        <translation>Raum beitreten</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>Beitreten</translation>
    </message>
    <message>
        <source>Find a room</source>
        <translation>Raum suchen</translation>
    </message>
    <message>
        <source>Public rooms</source>
        <translation>Öffentliche Räume</translation>
    </message>
    <message>
        <source>Looking for public rooms …</source>
        <translation>Öffentliche Räume werden gesucht …</translation>
    </message>
    <message>
        <source>The list did not come: %1</source>
        <translation>Die Liste kam nicht: %1</translation>
    </message>
    <message>
        <source>There is no public room that you are not in. Create one.</source>
        <translation>Es gibt keinen öffentlichen Raum, in dem Sie nicht schon sind. Legen Sie einen an.</translation>
    </message>
    <message>
        <source>Choose a room first.</source>
        <translation>Wählen Sie zuerst einen Raum.</translation>
    </message>
</context>
<context>
    <name>zchat::gui::KeysDialog</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>zchat::gui::LookPage</name>
    <message>
        <source>Look</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>Dichte</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>Bequem</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>Kompakt</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Ctrl + and Ctrl − zoom from everywhere, Ctrl 0 goes back.</source>
        <translation>Strg + und Strg − zoomen von überall, Strg 0 stellt zurück.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Another language is spoken from the next start on; all else is in force at once.</source>
        <translation>Eine andere Sprache gilt ab dem nächsten Start, alles Übrige sofort.</translation>
    </message>
</context>
<context>
    <name>zchat::gui::MainWindow</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Several people are typing …</source>
        <translation>Mehrere schreiben …</translation>
    </message>
    <message>
        <source>%1 are typing …</source>
        <translation>%1 schreiben …</translation>
    </message>
    <message>
        <source>%1 is typing …</source>
        <translation>%1 schreibt …</translation>
    </message>
    <message>
        <source>First contact with %1 at %2. From now on this machine accepts only this key: %3</source>
        <translation>Erster Kontakt mit %1 unter %2. Von nun an nimmt dieser Rechner nur diesen Schlüssel an: %3</translation>
    </message>
    <message>
        <source>Message %1</source>
        <translation>Nachricht an %1</translation>
    </message>
    <message>
        <source>Message #%1</source>
        <translation>Nachricht an #%1</translation>
    </message>
    <message>
        <source>This room is archived: it can be read, not written.</source>
        <translation>Dieser Raum ist archiviert: lesen ja, schreiben nein.</translation>
    </message>
    <message>
        <source>Connecting to %1 …</source>
        <translation>Verbindung zu %1 wird aufgebaut …</translation>
    </message>
    <message>
        <source>You are in no room yet. Join or create one with the + beside Rooms.</source>
        <translation>Sie sind noch in keinem Raum. Treten Sie mit dem + neben „Räume“ einem bei oder legen Sie einen an.</translation>
    </message>
    <message>
        <source>Nothing of %1 is on this machine yet.</source>
        <translation>Von %1 ist auf diesem Rechner noch nichts.</translation>
    </message>
    <message>
        <source>Editing your message</source>
        <translation>Sie bearbeiten Ihre Nachricht</translation>
    </message>
    <message>
        <source>Replying to %1</source>
        <translation>Antwort an %1</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>Übertragungen</translation>
    </message>
    <message>
        <source>Notifications …</source>
        <translation>Benachrichtigungen …</translation>
    </message>
    <message>
        <source>Close to the tray</source>
        <translation>In die Leiste schließen</translation>
    </message>
    <message>
        <source>Send files</source>
        <translation>Dateien senden</translation>
    </message>
    <message>
        <source>At most %1 files can be sent at once; make an archive of more.</source>
        <translation>Höchstens %1 Dateien gehen auf einmal; machen Sie aus mehr ein Archiv.</translation>
    </message>
    <message>
        <source>Drop files here to send them to %1</source>
        <translation>Dateien hier ablegen, um sie an %1 zu senden</translation>
    </message>
    <message>
        <source>Drop files here to send them to #%1</source>
        <translation>Dateien hier ablegen, um sie an #%1 zu senden</translation>
    </message>
    <message>
        <source>View picture</source>
        <translation>Bild ansehen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Cancel sending</source>
        <translation>Senden abbrechen</translation>
    </message>
    <message>
        <source>Cancel download</source>
        <translation>Download abbrechen</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Save as …</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>That folder is no longer there.</source>
        <translation>Diesen Ordner gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>No program shows folders here. The file is in %1.</source>
        <translation>Kein Programm zeigt hier Ordner. Die Datei liegt in %1.</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Speichern unter</translation>
    </message>
    <message>
        <source>Download files by themselves</source>
        <translation>Dateien von selbst laden</translation>
    </message>
    <message>
        <source>Save files in</source>
        <translation>Dateien speichern in</translation>
    </message>
    <message>
        <source>New room …</source>
        <translation>Neuer Raum …</translation>
    </message>
    <message>
        <source>Join a room …</source>
        <translation>Raum beitreten …</translation>
    </message>
    <message>
        <source>New direct chat …</source>
        <translation>Neues Direktgespräch …</translation>
    </message>
    <message>
        <source>Settings …</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <source>Sign in elsewhere …</source>
        <translation>Woanders anmelden …</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>Abwesend</translation>
    </message>
    <message>
        <source>Invite people …</source>
        <translation>Personen einladen …</translation>
    </message>
    <message>
        <source>Files of this room …</source>
        <translation>Dateien dieses Raums …</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>Leave %1? It is private: only an invitation brings you back.</source>
        <translation>%1 verlassen? Der Raum ist privat: Nur eine Einladung bringt Sie zurück.</translation>
    </message>
    <message>
        <source>Too much is under way. Try again.</source>
        <translation>Es ist zu viel unterwegs. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Profile …</source>
        <translation>Profil …</translation>
    </message>
    <message>
        <source>an earlier message</source>
        <translation>eine frühere Nachricht</translation>
    </message>
</context>
<context>
    <name>zchat::gui::MembersPanel</name>
    <message>
        <source>moderator</source>
        <translation>Moderation</translation>
    </message>
    <message>
        <source>owner</source>
        <translation>Besitz</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Mitglieder</translation>
    </message>
    <message>
        <source>Invite people …</source>
        <translation>Personen einladen …</translation>
    </message>
    <message>
        <source>1 member</source>
        <translation>1 Mitglied</translation>
    </message>
    <message numerus="yes">
        <source>%n members</source>
        <translation>
            <numerusform>%n Mitglied</numerusform>
            <numerusform>%n Mitglieder</numerusform>
        </translation>
    </message>
    <message>
        <source>Who is here is not known now: %1</source>
        <translation>Wer hier ist, ist gerade nicht bekannt: %1</translation>
    </message>
</context>
<context>
    <name>zchat::gui::MessageActions</name>
    <message>
        <source>Too much is under way. Try again.</source>
        <translation>Es ist zu viel unterwegs. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>React</source>
        <translation>Reagieren</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Copy marked words</source>
        <translation>Markierten Text kopieren</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>Text kopieren</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Link kopieren</translation>
    </message>
    <message>
        <source>Mark unread from here</source>
        <translation>Ab hier als ungelesen markieren</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Lösen</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Anheften</translation>
    </message>
    <message>
        <source>Unfold</source>
        <translation>Aufklappen</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>Zuklappen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete …</source>
        <translation>Löschen …</translation>
    </message>
    <message>
        <source>Stop ignoring %1</source>
        <translation>%1 nicht mehr ignorieren</translation>
    </message>
    <message>
        <source>Ignore %1</source>
        <translation>%1 ignorieren</translation>
    </message>
    <message>
        <source>Another one …</source>
        <translation>Ein anderes …</translation>
    </message>
    <message>
        <source>Show the original</source>
        <translation>Zum Original</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>Copy code “%1”</source>
        <translation>Code „%1“ kopieren</translation>
    </message>
    <message>
        <source>Delete this message for everybody?</source>
        <translation>Diese Nachricht für alle löschen?</translation>
    </message>
    <message>
        <source>Only moderators of this room pin messages.</source>
        <translation>Nur die Moderation dieses Raums heftet Nachrichten an.</translation>
    </message>
</context>
<context>
    <name>zchat::gui::MessagesPage</name>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Show who comes and goes</source>
        <translation>Zeigen, wer kommt und geht</translation>
    </message>
    <message>
        <source>Ignored people</source>
        <translation>Ignorierte Personen</translation>
    </message>
    <message>
        <source>Nobody. A person is ignored from their menu.</source>
        <translation>Niemand. Ignoriert wird eine Person in ihrem Menü.</translation>
    </message>
    <message>
        <source>Stop ignoring</source>
        <translation>Nicht mehr ignorieren</translation>
    </message>
    <message>
        <source>Stop ignoring %1</source>
        <translation>%1 nicht mehr ignorieren</translation>
    </message>
</context>
<context>
    <name>zchat::gui::Navigator</name>
    <message>
        <source>Members</source>
        <translation>Mitglieder</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Members: %1</source>
        <translation>Mitglieder: %1</translation>
    </message>
    <message>
        <source>People …</source>
        <translation>Personen …</translation>
    </message>
    <message>
        <source>My devices …</source>
        <translation>Meine Geräte …</translation>
    </message>
    <message>
        <source>Invite a person …</source>
        <translation>Person einladen …</translation>
    </message>
    <message>
        <source>Accounts …</source>
        <translation>Konten …</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>About this room …</source>
        <translation>Über diesen Raum …</translation>
    </message>
    <message>
        <source>Profile …</source>
        <translation>Profil …</translation>
    </message>
    <message>
        <source>Notify me of</source>
        <translation>Benachrichtigen bei</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Allem</translation>
    </message>
    <message>
        <source>Mentions and keywords</source>
        <translation>Erwähnungen und Stichwörter</translation>
    </message>
    <message>
        <source>Muted until %1</source>
        <translation>Stumm bis %1</translation>
    </message>
    <message>
        <source>Mute for an hour</source>
        <translation>Für eine Stunde stummschalten</translation>
    </message>
    <message>
        <source>Mute until tomorrow</source>
        <translation>Bis morgen stummschalten</translation>
    </message>
    <message>
        <source>Mute always</source>
        <translation>Immer stummschalten</translation>
    </message>
    <message>
        <source>Say what you are doing …</source>
        <translation>Sagen, was du gerade tust …</translation>
    </message>
    <message>
        <source>My profile …</source>
        <translation>Mein Profil …</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Others see it beside your name; empty takes it away.</source>
        <translation>Andere sehen es neben deinem Namen; leer nimmt es weg.</translation>
    </message>
</context>
<context>
    <name>zchat::gui::NotificationLog</name>
    <message>
        <source>Not, since this desktop shows none: %1</source>
        <translation>Nicht, da diese Arbeitsumgebung keine zeigt: %1</translation>
    </message>
    <message>
        <source>In the summary: %1</source>
        <translation>In der Zusammenfassung: %1</translation>
    </message>
    <message>
        <source>Notified: %1</source>
        <translation>Gemeldet: %1</translation>
    </message>
    <message>
        <source>Not: %1</source>
        <translation>Nicht: %1</translation>
    </message>
    <message>
        <source>No message has come in yet. Each one that does is listed here, with the reason why it did or did not notify.</source>
        <translation>Noch ist keine Nachricht gekommen. Jede, die kommt, steht dann hier, mit dem Grund, warum sie sich gemeldet hat oder nicht.</translation>
    </message>
    <message>
        <source>Send a test</source>
        <translation>Test senden</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>Nicht stören</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Why messages did or did not notify</source>
        <translation>Warum Nachrichten sich gemeldet haben oder nicht</translation>
    </message>
    <message>
        <source>The last messages, and why they did or did not notify</source>
        <translation>Die letzten Nachrichten, und warum sie sich gemeldet haben oder nicht</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>zchat::gui::Notifications</name>
    <message>
        <source>This desktop shows no notifications: neither a notification service nor a tray was found.</source>
        <translation>Diese Arbeitsumgebung zeigt keine Benachrichtigungen: weder ein Dienst dafür noch ein Infobereich wurde gefunden.</translation>
    </message>
    <message>
        <source>Do not disturb is on: nothing notifies.</source>
        <translation>„Nicht stören“ ist eingeschaltet: nichts meldet sich.</translation>
    </message>
    <message>
        <source>These are your quiet hours: nothing notifies.</source>
        <translation>Es ist deine Ruhezeit: nichts meldet sich.</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) for you</source>
        <translation>
            <numerusform>%n Nachricht für dich</numerusform>
            <numerusform>%n Nachrichten für dich</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n new</source>
        <translation>
            <numerusform>%1 · %n neue</numerusform>
            <numerusform>%1 · %n neue</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>and %n more room(s)</source>
        <translation>
            <numerusform>und %n weiterer Raum</numerusform>
            <numerusform>und %n weitere Räume</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) while you were away</source>
        <translation>
            <numerusform>%n Nachricht, während du weg warst</numerusform>
            <numerusform>%n Nachrichten, während du weg warst</numerusform>
        </translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>A test from zchat</source>
        <translation>Ein Test von zchat</translation>
    </message>
    <message>
        <source>Notifications are shown like this. Click to come back to the window.</source>
        <translation>So sehen Benachrichtigungen aus. Ein Klick bringt dich zum Fenster zurück.</translation>
    </message>
</context>
<context>
    <name>zchat::gui::NotificationsPage</name>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Direct messages</source>
        <translation>Direktnachrichten</translation>
    </message>
    <message>
        <source>Mentions of me</source>
        <translation>Erwähnungen von mir</translation>
    </message>
    <message>
        <source>Each room can differ from this: all messages, mentions, or none, in its menu.</source>
        <translation>Jeder Raum kann davon abweichen: alle Nachrichten, Erwähnungen oder keine, in seinem Menü.</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>Nicht stören</translation>
    </message>
    <message>
        <source>Now, until switched off</source>
        <translation>Jetzt, bis das hier ausgeschaltet wird</translation>
    </message>
    <message>
        <source>Send a test</source>
        <translation>Test senden</translation>
    </message>
    <message>
        <source>Notification log …</source>
        <translation>Protokoll der Benachrichtigungen …</translation>
    </message>
    <message>
        <source>deploy, incident</source>
        <translation>ausrollen, störung</translation>
    </message>
    <message>
        <source>Words that notify me</source>
        <translation>Wörter, die mich benachrichtigen</translation>
    </message>
    <message>
        <source>Every day</source>
        <translation>Jeden Tag</translation>
    </message>
    <message>
        <source>Quiet from</source>
        <translation>Ruhe von</translation>
    </message>
    <message>
        <source>Quiet until</source>
        <translation>Ruhe bis</translation>
    </message>
    <message>
        <source>from</source>
        <translation>von</translation>
    </message>
    <message>
        <source>until</source>
        <translation>bis</translation>
    </message>
</context>
<context>
    <name>zchat::gui::PeopleDialog</name>
    <message>
        <source>Invite to %1</source>
        <translation>Zu %1 einladen</translation>
    </message>
    <message>
        <source>New direct chat</source>
        <translation>Neues Direktgespräch</translation>
    </message>
    <message>
        <source>Invite</source>
        <translation>Einladen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Find a person</source>
        <translation>Person suchen</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Menschen</translation>
    </message>
    <message>
        <source>Choose somebody first.</source>
        <translation>Wählen Sie zuerst jemanden.</translation>
    </message>
    <message>
        <source>A direct chat has at most %1 people with you. Make a private room for more.</source>
        <translation>Ein Direktgespräch hat mit Ihnen höchstens %1 Personen. Legen Sie für mehr einen privaten Raum an.</translation>
    </message>
</context>
<context>
    <name>zchat::gui::PersonCard</name>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Mention</source>
        <translation>Erwähnen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>program, %1</source>
        <translation>Programm, %1</translation>
    </message>
    <message>
        <source>this is you, %1</source>
        <translation>das bist du, %1</translation>
    </message>
    <message>
        <source>Stop ignoring</source>
        <translation>Nicht mehr ignorieren</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>Ignorieren</translation>
    </message>
    <message>
        <source>Folds this person's messages away on this machine</source>
        <translation>Klappt Nachrichten dieser Person auf diesem Rechner zu</translation>
    </message>
    <message>
        <source>last here %1</source>
        <translation>zuletzt hier %1</translation>
    </message>
</context>
<context>
    <name>zchat::gui::PersonList</name>
    <message>
        <source>Find a person</source>
        <translation>Person suchen</translation>
    </message>
</context>
<context>
    <name>zchat::gui::PictureViewer</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Previous picture (Left)</source>
        <translation>Voriges Bild (Links)</translation>
    </message>
    <message>
        <source>Next picture (Right)</source>
        <translation>Nächstes Bild (Rechts)</translation>
    </message>
    <message>
        <source>Smaller (−)</source>
        <translation>Kleiner (−)</translation>
    </message>
    <message>
        <source>Larger (+)</source>
        <translation>Größer (+)</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Fit into the window (0)</source>
        <translation>In das Fenster einpassen (0)</translation>
    </message>
    <message>
        <source>100 %</source>
        <translation>100 %</translation>
    </message>
    <message>
        <source>Its own size (1)</source>
        <translation>In eigener Größe (1)</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Save as …</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>This picture was deleted.</source>
        <translation>Dieses Bild wurde gelöscht.</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>This picture of %1 is not on this machine.</source>
        <translation>Dieses Bild von %1 ist nicht auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Opening …</source>
        <translation>Wird geöffnet …</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>zchat::gui::PinnedPanel</name>
    <message>
        <source>Pinned messages</source>
        <translation>Angeheftete Nachrichten</translation>
    </message>
    <message>
        <source>Look further back</source>
        <translation>Weiter zurück suchen</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>Wird gesucht …</translation>
    </message>
    <message>
        <source>Nothing is pinned in this room. Pin a message from its menu.</source>
        <translation>In diesem Raum ist nichts angeheftet. Hefte eine Nachricht über ihr Menü an.</translation>
    </message>
    <message>
        <source>These are all.</source>
        <translation>Das sind alle.</translation>
    </message>
    <message numerus="yes">
        <source>The newest %n messages were looked at.</source>
        <translation>
            <numerusform>Die neueste %n Nachricht wurde angesehen.</numerusform>
            <numerusform>Die neuesten %n Nachrichten wurden angesehen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zchat::gui::RoomDialog</name>
    <message>
        <source>Public: everybody on this server may read and join.</source>
        <translation>Öffentlich: alle auf diesem Server dürfen lesen und beitreten.</translation>
    </message>
    <message>
        <source>Private: only members see it, by invitation.</source>
        <translation>Privat: nur Mitglieder sehen ihn, auf Einladung.</translation>
    </message>
    <message>
        <source>A direct chat: only the people in it see it.</source>
        <translation>Ein Direktchat: nur die Personen darin sehen ihn.</translation>
    </message>
    <message>
        <source>About this room</source>
        <translation>Über diesen Raum</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Archived: it can be read, not written</source>
        <translation>Archiviert: er kann gelesen, nicht beschrieben werden</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Mitglieder</translation>
    </message>
    <message>
        <source>Remove …</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Invite people …</source>
        <translation>Personen einladen …</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Allem</translation>
    </message>
    <message>
        <source>Mentions</source>
        <translation>Erwähnungen</translation>
    </message>
    <message>
        <source>Nothing (mute)</source>
        <translation>Nichts (stumm)</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>&amp;Titel</translation>
    </message>
    <message>
        <source>To&amp;pic</source>
        <translation>T&amp;hema</translation>
    </message>
    <message>
        <source>&amp;Notify me of</source>
        <translation>&amp;Melde mir</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>Mitglied</translation>
    </message>
    <message>
        <source>Moderator</source>
        <translation>Moderation</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Besitz</translation>
    </message>
    <message>
        <source>Role of the chosen member</source>
        <translation>Rolle des gewählten Mitglieds</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove %1 from %2?</source>
        <translation>%1 aus %2 entfernen?</translation>
    </message>
    <message>
        <source>A title has up to %1 characters of ordinary text.</source>
        <translation>Ein Titel hat bis zu %1 Zeichen gewöhnlichen Text.</translation>
    </message>
    <message>
        <source>This topic is too long: %1 bytes at most.</source>
        <translation>Dieses Thema ist zu lang: höchstens %1 Bytes.</translation>
    </message>
</context>
<context>
    <name>zchat::gui::RoomFiles</name>
    <message>
        <source>There is no connection: these are the files of the messages that are here.</source>
        <translation>Es gibt keine Verbindung: dies sind die Dateien der Nachrichten, die hier sind.</translation>
    </message>
</context>
<context>
    <name>zchat::gui::RoomHeader</name>
    <message>
        <source>Room menu</source>
        <translation>Menü des Raums</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Angeheftet</translation>
    </message>
    <message>
        <source>Pinned messages</source>
        <translation>Angeheftete Nachrichten</translation>
    </message>
    <message>
        <source>Pinned messages of this room</source>
        <translation>Angeheftete Nachrichten dieses Raums</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Files of this room</source>
        <translation>Dateien dieses Raums</translation>
    </message>
    <message>
        <source>1 member</source>
        <translation>1 Mitglied</translation>
    </message>
    <message numerus="yes">
        <source>%n members</source>
        <translation>
            <numerusform>%n Mitglied</numerusform>
            <numerusform>%n Mitglieder</numerusform>
        </translation>
    </message>
    <message>
        <source>archived</source>
        <translation>archiviert</translation>
    </message>
</context>
<context>
    <name>zchat::gui::RoomsModel</name>
    <message>
        <source>Rooms</source>
        <translation>Räume</translation>
    </message>
    <message>
        <source>Direct</source>
        <translation>Direkt</translation>
    </message>
    <message>
        <source>Programs</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>%1, folded</source>
        <translation>%1, zugeklappt</translation>
    </message>
    <message>
        <source>1 mention</source>
        <translation>1 Erwähnung</translation>
    </message>
    <message numerus="yes">
        <source>%n mentions</source>
        <translation>
            <numerusform>%n Erwähnung</numerusform>
            <numerusform>%n Erwähnungen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 unread</source>
        <translation>%1 ungelesen</translation>
    </message>
    <message>
        <source>muted</source>
        <translation>stumm</translation>
    </message>
    <message>
        <source>Notes to myself</source>
        <translation>Notizen an mich</translation>
    </message>
</context>
<context>
    <name>zchat::gui::SearchPanel</name>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>from:alice  in:lobby  has:file  before:2026-03-14  after:yesterday</source>
        <translation>from:alice  in:lobby  has:file  before:2026-03-14  after:yesterday</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Words to look for</source>
        <translation>Gesuchte Wörter</translation>
    </message>
    <message>
        <source>Search for</source>
        <translation>Suchen nach</translation>
    </message>
    <message>
        <source>Found messages</source>
        <translation>Gefundene Nachrichten</translation>
    </message>
    <message>
        <source>Mentions of me</source>
        <translation>Erwähnungen von mir</translation>
    </message>
    <message>
        <source>Only in this room</source>
        <translation>Nur in diesem Raum</translation>
    </message>
    <message>
        <source>Only in %1</source>
        <translation>Nur in %1</translation>
    </message>
    <message>
        <source>Mentions are listed by the server, and there is no connection to it now.</source>
        <translation>Erwähnungen listet der Server auf, und gerade gibt es keine Verbindung zu ihm.</translation>
    </message>
    <message>
        <source>Offline: looking through what is kept on this machine …</source>
        <translation>Offline: was auf diesem Rechner liegt, wird durchsucht …</translation>
    </message>
    <message>
        <source>Searching …</source>
        <translation>Suche läuft …</translation>
    </message>
    <message>
        <source>%1 in %2, %3: %4</source>
        <translation>%1 in %2, %3: %4</translation>
    </message>
    <message>
        <source>1 message</source>
        <translation>1 Nachricht</translation>
    </message>
    <message numerus="yes">
        <source>%n messages</source>
        <translation>
            <numerusform>%n Nachricht</numerusform>
            <numerusform>%n Nachrichten</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody has mentioned you yet.</source>
        <translation>Noch hat dich niemand erwähnt.</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>Nichts gefunden.</translation>
    </message>
    <message>
        <source>Offline: only what is kept on this machine was searched.</source>
        <translation>Offline: nur was auf diesem Rechner liegt, wurde durchsucht.</translation>
    </message>
    <message>
        <source>This is in %1, which you have not joined. Join it to read on (Ctrl+J).</source>
        <translation>Das steht in %1, dem du nicht beigetreten bist. Tritt bei, um weiterzulesen (Strg+J).</translation>
    </message>
</context>
<context>
    <name>zchat::gui::SelfBar</name>
    <message>
        <source>You: %1, %2</source>
        <translation>Sie: %1, %2</translation>
    </message>
    <message>
        <source>connecting …</source>
        <translation>verbindet …</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>offline</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>nicht verbunden</translation>
    </message>
</context>
<context>
    <name>zchat::gui::ServerBar</name>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>verbindet</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>offline</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
</context>
<context>
    <name>zchat::gui::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Pages of the settings</source>
        <translation>Seiten der Einstellungen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>zchat::gui::SidePanel</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
</context>
<context>
    <name>zchat::gui::Sidebar</name>
    <message>
        <source>Rooms</source>
        <translation>Räume</translation>
    </message>
    <message>
        <source>Jump to …</source>
        <translation>Springen zu …</translation>
    </message>
    <message>
        <source>Jump to a room or person</source>
        <translation>Zu einem Raum oder einer Person springen</translation>
    </message>
</context>
<context>
    <name>zchat::gui::SignInDialog</name>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>A new name makes a new account. A name that you have used on this machine finds your account again.</source>
        <translation>Ein neuer Name legt ein neues Konto an. Ein Name, den Sie auf diesem Rechner schon benutzt haben, findet Ihr Konto wieder.</translation>
    </message>
    <message>
        <source>alice</source>
        <translation>alice</translation>
    </message>
    <message>
        <source>host, host:port or an invite link</source>
        <translation>Rechner, Rechner:Port oder ein Einladungslink</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation>&amp;Server</translation>
    </message>
    <message>
        <source>First contact</source>
        <translation>Erster Kontakt</translation>
    </message>
    <message>
        <source>Fingerprint of the server's key</source>
        <translation>Fingerabdruck des Schlüssels dieses Servers</translation>
    </message>
    <message>
        <source>Compare it with what the administrator tells you. From now on this machine accepts no other key at this address.</source>
        <translation>Vergleichen Sie ihn mit dem, was der Verwalter Ihnen sagt. Von nun an nimmt dieser Rechner unter dieser Adresse keinen anderen Schlüssel an.</translation>
    </message>
    <message>
        <source>Trust and connect</source>
        <translation>Vertrauen und verbinden</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Asking …</source>
        <translation>Wird gefragt …</translation>
    </message>
    <message>
        <source>Type a name first.</source>
        <translation>Geben Sie zuerst einen Namen ein.</translation>
    </message>
    <message>
        <source>A name has 1 to 32 of a-z, 0-9, “.”, “_” and “-”, and begins and ends with a letter or digit.</source>
        <translation>Ein Name hat 1 bis 32 Zeichen aus a-z, 0-9, „.“, „_“ und „-“ und beginnt und endet mit einem Buchstaben oder einer Ziffer.</translation>
    </message>
    <message>
        <source>This is not a whole invite link. Copy it again from where it came.</source>
        <translation>Das ist kein ganzer Einladungslink. Kopieren Sie ihn noch einmal von dort, wo er herkam.</translation>
    </message>
    <message>
        <source>This is not an address. Type host or host:port, or paste an invite link.</source>
        <translation>Das ist keine Adresse. Geben Sie Rechner oder Rechner:Port ein, oder fügen Sie einen Einladungslink ein.</translation>
    </message>
    <message>
        <source>The key of %1 is not the one that this machine knows.
Known: %2
Offered: %3
Ask its administrator for a new invite link: that is the one way on.</source>
        <translation>Der Schlüssel von %1 ist nicht der, den dieser Rechner kennt.
Bekannt: %2
Angeboten: %3
Bitten Sie seinen Verwalter um einen neuen Einladungslink: Nur so geht es weiter.</translation>
    </message>
    <message>
        <source>This machine has not met %1 at %2 before. The fingerprint of its key is</source>
        <translation>Dieser Rechner ist %1 unter %2 noch nicht begegnet. Der Fingerabdruck seines Schlüssels ist</translation>
    </message>
</context>
<context>
    <name>zchat::gui::Strip</name>
    <message>
        <source>There is no connection.</source>
        <translation>Es besteht keine Verbindung.</translation>
    </message>
    <message>
        <source>Nobody answers at this address.</source>
        <translation>Unter dieser Adresse antwortet niemand.</translation>
    </message>
    <message>
        <source>This host cannot be reached.</source>
        <translation>Dieser Rechner ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>What answers at this address is not a chat server.</source>
        <translation>Was unter dieser Adresse antwortet, ist kein Chatserver.</translation>
    </message>
    <message>
        <source>The connection was lost.</source>
        <translation>Die Verbindung ging verloren.</translation>
    </message>
    <message>
        <source>The server's key is not the one this machine knows.</source>
        <translation>Der Schlüssel des Servers ist nicht der, den dieser Rechner kennt.</translation>
    </message>
    <message>
        <source>This server does not know this device. Ask for an invite link.</source>
        <translation>Dieser Server kennt dieses Gerät nicht. Bitten Sie um einen Einladungslink.</translation>
    </message>
    <message>
        <source>This name is taken or not allowed. Choose another one.</source>
        <translation>Dieser Name ist vergeben oder nicht erlaubt. Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>This invite link is used up or expired. Ask for a new one.</source>
        <translation>Dieser Einladungslink ist verbraucht oder abgelaufen. Bitten Sie um einen neuen.</translation>
    </message>
    <message>
        <source>This server speaks another version. Update this program.</source>
        <translation>Dieser Server spricht eine andere Version. Bringen Sie dieses Programm auf den neuesten Stand.</translation>
    </message>
    <message>
        <source>The server asks to connect less often.</source>
        <translation>Der Server bittet, sich seltener zu verbinden.</translation>
    </message>
</context>
<context>
    <name>zchat::gui::Switcher</name>
    <message>
        <source>%1 new</source>
        <translation>%1 neu</translation>
    </message>
    <message>
        <source>No room or person fits these letters.</source>
        <translation>Kein Raum und keine Person passt zu diesen Buchstaben.</translation>
    </message>
    <message>
        <source>Jump to a room or person</source>
        <translation>Zu einem Raum oder einer Person springen</translation>
    </message>
    <message>
        <source>Rooms and people</source>
        <translation>Räume und Personen</translation>
    </message>
    <message>
        <source>1 mention</source>
        <translation>1 Erwähnung</translation>
    </message>
    <message numerus="yes">
        <source>%n mentions</source>
        <translation>
            <numerusform>%n Erwähnung</numerusform>
            <numerusform>%n Erwähnungen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zchat::gui::TicketDialog</name>
    <message>
        <source>an hour</source>
        <translation>eine Stunde</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>einen Tag</translation>
    </message>
    <message>
        <source>a week</source>
        <translation>eine Woche</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 Tage</translation>
    </message>
    <message>
        <source>Invite a person</source>
        <translation>Person einladen</translation>
    </message>
    <message>
        <source>Add a device for %1</source>
        <translation>Gerät für %1 hinzufügen</translation>
    </message>
    <message>
        <source>Add a device</source>
        <translation>Gerät hinzufügen</translation>
    </message>
    <message>
        <source>The link makes an account on this server. Send it to that person alone: whoever has it gets in.</source>
        <translation>Der Link legt ein Konto auf diesem Server an. Sende ihn nur dieser Person: wer ihn hat, kommt hinein.</translation>
    </message>
    <message>
        <source>Open the link on the other device. It signs in there as the same person, so show it to nobody else.</source>
        <translation>Öffne den Link auf dem anderen Gerät. Es meldet sich dort als dieselbe Person an, also zeige ihn sonst niemandem.</translation>
    </message>
    <message>
        <source>Make a link</source>
        <translation>Link erzeugen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>Zurückziehen</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
    <message>
        <source>any (they choose it)</source>
        <translation>beliebig (sie wählen ihn)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>For how many &amp;people</source>
        <translation>Für wie viele &amp;Personen</translation>
    </message>
    <message>
        <source>&amp;Good for</source>
        <translation>&amp;Gültig für</translation>
    </message>
    <message>
        <source>Invite link</source>
        <translation>Einladungslink</translation>
    </message>
    <message>
        <source>The link as a QR code</source>
        <translation>Der Link als QR-Code</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>There is no connection to the server. Try again once it is back.</source>
        <translation>Es besteht keine Verbindung zum Server. Versuchen Sie es, wenn sie wieder da ist.</translation>
    </message>
    <message>
        <source>A name has 1 to 32 of a-z, 0-9, “.”, “_” and “-”, and begins and ends with a letter or digit.</source>
        <translation>Ein Name hat 1 bis 32 Zeichen aus a-z, 0-9, „.“, „_“ und „-“ und beginnt und endet mit einem Buchstaben oder einer Ziffer.</translation>
    </message>
    <message>
        <source>A name is for one person. Leave it empty, or invite one.</source>
        <translation>Ein Name ist für eine Person. Lass ihn leer, oder lade eine ein.</translation>
    </message>
    <message>
        <source>Make another</source>
        <translation>Noch einen erzeugen</translation>
    </message>
    <message>
        <source>The link is withdrawn: it lets nobody in any more.</source>
        <translation>Der Link ist zurückgezogen: er lässt niemanden mehr hinein.</translation>
    </message>
</context>
<context>
    <name>zchat::gui::TimelineModel</name>
    <message>
        <source>, in reply to %1</source>
        <translation>, als Antwort auf %1</translation>
    </message>
    <message>
        <source>, in reply to an earlier message</source>
        <translation>, als Antwort auf eine frühere Nachricht</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>bearbeitet</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>angeheftet</translation>
    </message>
    <message>
        <source>stored</source>
        <translation>gespeichert</translation>
    </message>
    <message numerus="yes">
        <source>read by %n</source>
        <translation>
            <numerusform>gelesen von %n</numerusform>
            <numerusform>gelesen von %n</numerusform>
        </translation>
    </message>
    <message>
        <source>1 reaction</source>
        <translation>1 Reaktion</translation>
    </message>
    <message numerus="yes">
        <source>%n reactions</source>
        <translation>
            <numerusform>%n Reaktion</numerusform>
            <numerusform>%n Reaktionen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zchat::gui::TimelinePane</name>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n neue</numerusform>
            <numerusform>%n neue</numerusform>
        </translation>
    </message>
    <message>
        <source>1 mention</source>
        <translation>1 Erwähnung</translation>
    </message>
    <message numerus="yes">
        <source>%n mentions</source>
        <translation>
            <numerusform>%n Erwähnung</numerusform>
            <numerusform>%n Erwähnungen</numerusform>
        </translation>
    </message>
    <message>
        <source>↓ Newest</source>
        <translation>↓ Neueste</translation>
    </message>
    <message>
        <source>%1 below</source>
        <translation>%1 darunter</translation>
    </message>
    <message>
        <source>To the newest message</source>
        <translation>Zur neuesten Nachricht</translation>
    </message>
    <message>
        <source>%1
The history of this room comes with the connection.</source>
        <translation>%1
Der Verlauf dieses Raums kommt mit der Verbindung.</translation>
    </message>
    <message>
        <source>Nothing has been said here yet. Write the first line below.</source>
        <translation>Hier wurde noch nichts gesagt. Schreiben Sie unten die erste Zeile.</translation>
    </message>
</context>
<context>
    <name>zchat::gui::TimelineView</name>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
</context>
<context>
    <name>zchat::gui::Tray</name>
    <message>
        <source>Open zchat</source>
        <translation>zchat öffnen</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>Nicht stören</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>zchat::gui::WindowPage</name>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Close to the tray</source>
        <translation>In die Leiste schließen</translation>
    </message>
    <message>
        <source>The chat goes on when the window is closed. Where the desktop has no tray, closing quits.</source>
        <translation>Der Chat läuft weiter, wenn das Fenster zu ist. Wo der Desktop keine Leiste für Symbole hat, beendet das Schließen.</translation>
    </message>
</context>
<context>
    <name>zchat::gui::WritingPage</name>
    <message>
        <source>Writing</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Send with</source>
        <translation>Senden mit</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabetaste</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabetaste</translation>
    </message>
    <message>
        <source>Shift+Enter always breaks the line. Where Ctrl+Enter sends, Enter breaks it too.</source>
        <translation>Umschalt+Eingabetaste bricht immer die Zeile um. Wo Strg+Eingabetaste sendet, tut es auch die Eingabetaste allein.</translation>
    </message>
</context>
</TS>
