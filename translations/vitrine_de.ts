<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>EndWords</name>
    <message>
        <source>The guest powered it off.</source>
        <translation>Der Gast hat sie ausgeschaltet.</translation>
    </message>
    <message>
        <source>The guest ended it with the code %1.</source>
        <translation>Der Gast hat sie mit dem Code %1 beendet.</translation>
    </message>
    <message>
        <source>The guest reset itself, which ends this machine.</source>
        <translation>Der Gast hat sich zurückgesetzt; das beendet diese Maschine.</translation>
    </message>
    <message>
        <source>It was powered off from outside.</source>
        <translation>Sie wurde von außen ausgeschaltet.</translation>
    </message>
    <message>
        <source>Its time ran out.</source>
        <translation>Ihre Zeit ist abgelaufen.</translation>
    </message>
    <message>
        <source>“%1” stopped unexpectedly</source>
        <translation>„%1“ wurde unerwartet beendet</translation>
    </message>
    <message>
        <source>“%1” is off</source>
        <translation>„%1“ ist aus</translation>
    </message>
</context>
<context>
    <name>SettingWords</name>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
</context>
<context>
    <name>StateLook</name>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Stopped unexpectedly</source>
        <translation>Unerwartet beendet</translation>
    </message>
    <message>
        <source>Settings cannot be read</source>
        <translation>Einstellungen nicht lesbar</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>File format</source>
        <translation>Dateiformat</translation>
    </message>
    <message>
        <source>Version of the file&apos;s format; written by Vitrine.</source>
        <translation>Version des Dateiformats; Vitrine schreibt sie.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>What the machine is called; empty takes the name of its folder.</source>
        <translation>Wie die Maschine heißt; leer gilt der Name ihres Ordners.</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Anything worth remembering about the machine.</source>
        <translation>Was an der Maschine merkenswert ist.</translation>
    </message>
    <message>
        <source>Isolation</source>
        <translation>Isolation</translation>
    </message>
    <message>
        <source>Where the machine runs: in a sandboxed process of its own, or inside the window&apos;s process.</source>
        <translation>Wo die Maschine läuft: in einem eigenen, abgeschotteten Prozess oder im Prozess des Fensters.</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <source>The processor&apos;s instruction set.</source>
        <translation>Der Befehlssatz des Prozessors.</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>Platine</translation>
    </message>
    <message>
        <source>The machine&apos;s main board; it decides which devices there are.</source>
        <translation>Die Hauptplatine; sie bestimmt, welche Geräte es gibt.</translation>
    </message>
    <message>
        <source>Processor model</source>
        <translation>Prozessormodell</translation>
    </message>
    <message>
        <source>Model and features, as in max,-sstc.</source>
        <translation>Modell und Merkmale, etwa max,-sstc.</translation>
    </message>
    <message>
        <source>Processors</source>
        <translation>Prozessoren</translation>
    </message>
    <message>
        <source>How many processors the guest sees; each uses at most one of the host&apos;s.</source>
        <translation>Wie viele Prozessoren der Gast sieht; jeder belegt höchstens einen dieses Rechners.</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Arbeitsspeicher</translation>
    </message>
    <message>
        <source>The guest&apos;s memory; the host gives it page by page, as the guest uses it.</source>
        <translation>Der Speicher des Gastes; dieser Rechner gibt ihn Seite für Seite, sobald der Gast ihn benutzt.</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>Kernel</translation>
    </message>
    <message>
        <source>A kernel to start directly; empty leaves the start to the firmware.</source>
        <translation>Ein Kernel, der direkt startet; leer überlässt den Start der Firmware.</translation>
    </message>
    <message>
        <source>Initial RAM disk</source>
        <translation>Anfangs-RAM-Disk</translation>
    </message>
    <message>
        <source>Handed to the kernel as its first file system.</source>
        <translation>Erhält der Kernel als erstes Dateisystem.</translation>
    </message>
    <message>
        <source>Kernel arguments</source>
        <translation>Kernel-Argumente</translation>
    </message>
    <message>
        <source>The kernel&apos;s command line.</source>
        <translation>Die Befehlszeile des Kernels.</translation>
    </message>
    <message>
        <source>Firmware</source>
        <translation>Firmware</translation>
    </message>
    <message>
        <source>default, none, or a file that runs first.</source>
        <translation>default, none oder eine Datei, die zuerst läuft.</translation>
    </message>
    <message>
        <source>Flash: code</source>
        <translation>Flash: Code</translation>
    </message>
    <message>
        <source>An image for the read-only half of the flash.</source>
        <translation>Ein Abbild für die schreibgeschützte Hälfte des Flash-Speichers.</translation>
    </message>
    <message>
        <source>Flash: variables</source>
        <translation>Flash: Variablen</translation>
    </message>
    <message>
        <source>The file in which the firmware keeps its settings.</source>
        <translation>Die Datei, in der die Firmware ihre Einstellungen hält.</translation>
    </message>
    <message>
        <source>End on reset</source>
        <translation>Ende bei Reset</translation>
    </message>
    <message>
        <source>A reset by the guest ends the machine.</source>
        <translation>Ein Reset durch den Gast beendet die Maschine.</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Ausführung</translation>
    </message>
    <message>
        <source>How guest code is executed.</source>
        <translation>Wie der Code des Gastes ausgeführt wird.</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Executes everything twice, the second time by the reference evaluator, and stops at the first difference; slow.</source>
        <translation>Führt alles zweimal aus, das zweite Mal zum Vergleich, und hält beim ersten Unterschied an; langsam.</translation>
    </message>
    <message>
        <source>Deterministic</source>
        <translation>Deterministisch</translation>
    </message>
    <message>
        <source>One thread and a clock that counts instructions: the same run twice.</source>
        <translation>Ein Thread und eine Uhr, die Befehle zählt: zweimal derselbe Lauf.</translation>
    </message>
    <message>
        <source>Own process</source>
        <translation>Eigener Prozess</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Best available</source>
        <translation>Beste verfügbare</translation>
    </message>
    <message>
        <source>Interpreter</source>
        <translation>Interpreter</translation>
    </message>
    <message>
        <source>Translator</source>
        <translation>Übersetzer</translation>
    </message>
    <message>
        <source>Stored code</source>
        <translation>Gespeicherter Code</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::DetailsPane</name>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Ausführung</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Interpreter</source>
        <translation>Interpreter</translation>
    </message>
    <message>
        <source>The settings of this machine cannot be read</source>
        <translation>Die Einstellungen dieser Maschine sind nicht lesbar</translation>
    </message>
    <message>
        <source>This machine stopped unexpectedly</source>
        <translation>Diese Maschine wurde unerwartet beendet</translation>
    </message>
    <message>
        <source>Show its folder</source>
        <translation>Ordner zeigen</translation>
    </message>
    <message>
        <source>Show its log</source>
        <translation>Protokoll zeigen</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::EmptyLibrary</name>
    <message>
        <source>No machines yet</source>
        <translation>Noch keine Maschinen</translation>
    </message>
    <message>
        <source>A machine appears here with its state. It runs as you: no administrator rights, no service and no kernel module are needed.</source>
        <translation>Hier erscheinen Maschinen mit ihrem Zustand. Sie laufen unter Ihrem Konto: ohne Administratorrechte, ohne Dienst und ohne Kernel-Modul.</translation>
    </message>
    <message>
        <source>New machine…</source>
        <translation>Neue Maschine …</translation>
    </message>
    <message>
        <source>Set up “Demo Linux (RISC-V)”</source>
        <translation>„Demo Linux (RISC-V)“ einrichten</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::FileField</name>
    <message>
        <source>Choose…</source>
        <translation>Auswählen …</translation>
    </message>
    <message>
        <source>Choose: %1</source>
        <translation>Auswählen: %1</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::LibraryModel</name>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::LibraryWindow</name>
    <message>
        <source>The demo machine could not be set up</source>
        <translation>Die Demo-Maschine konnte nicht eingerichtet werden</translation>
    </message>
    <message>
        <source>“%1” cannot be deleted</source>
        <translation>„%1“ kann nicht gelöscht werden</translation>
    </message>
    <message>
        <source>Delete “%1”?</source>
        <translation>„%1“ löschen?</translation>
    </message>
    <message numerus="yes">
        <source>This deletes the folder %1 with %n file(s), %2. It cannot be undone. Files elsewhere, such as the kernel, stay.</source>
        <translation>
            <numerusform>Das löscht den Ordner %1 mit %n Datei, %2. Es lässt sich nicht rückgängig machen. Dateien anderswo, wie der Kernel, bleiben.</numerusform>
            <numerusform>Das löscht den Ordner %1 mit %n Dateien, %2. Es lässt sich nicht rückgängig machen. Dateien anderswo, wie der Kernel, bleiben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>“%1” could not be deleted</source>
        <translation>„%1“ konnte nicht gelöscht werden</translation>
    </message>
    <message numerus="yes">
        <source>Close and end %n machine(s)?</source>
        <translation>
            <numerusform>Schließen und %n Maschine beenden?</numerusform>
            <numerusform>Schließen und %n Maschinen beenden?</numerusform>
        </translation>
    </message>
    <message>
        <source>Their isolation is “None”: they run inside this program and end with it, as if their plugs were pulled.</source>
        <translation>Ihre Isolation ist „Keine“: Sie laufen in diesem Programm und enden mit ihm, als würde der Stecker gezogen.</translation>
    </message>
    <message>
        <source>Close and end</source>
        <translation>Schließen und beenden</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie der Desktop</translation>
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
        <source>The library cannot be read</source>
        <translation>Die Bibliothek ist nicht lesbar</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Makes a new machine</source>
        <translation>Legt eine neue Maschine an</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Power off</source>
        <translation>Ausschalten</translation>
    </message>
    <message>
        <source>Ends the machine at once, as pulling its plug would</source>
        <translation>Beendet die Maschine sofort, als würde der Stecker gezogen</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen …</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Maschine</translation>
    </message>
    <message>
        <source>Show its folder</source>
        <translation>Ordner zeigen</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Search machines</source>
        <translation>Maschinen suchen</translation>
    </message>
    <message>
        <source>Machines</source>
        <translation>Maschinen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Show window</source>
        <translation>Fenster zeigen</translation>
    </message>
    <message>
        <source>A machine that runs cannot be deleted</source>
        <translation>Eine laufende Maschine kann nicht gelöscht werden</translation>
    </message>
    <message>
        <source>Deletes the machine with its files, after a question</source>
        <translation>Löscht die Maschine samt ihren Dateien, nach einer Rückfrage</translation>
    </message>
    <message numerus="yes">
        <source>%n machine(s), %1 running</source>
        <translation>
            <numerusform>%n Maschine, %1 laufend</numerusform>
            <numerusform>%n Maschinen, %1 laufend</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::MachineSessions</name>
    <message>
        <source>“%1” did not start</source>
        <translation>„%1“ ist nicht gestartet</translation>
    </message>
    <message>
        <source>“%1” did not do that</source>
        <translation>„%1“ hat das nicht getan</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::MachineWindow</name>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Power off</source>
        <translation>Ausschalten</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Resets the machine at once, as its reset button would</source>
        <translation>Setzt die Maschine sofort zurück, wie ihr Reset-Knopf</translation>
    </message>
    <message>
        <source>Ends the machine at once, as pulling its plug would</source>
        <translation>Beendet die Maschine sofort, als würde der Stecker gezogen</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Maschine</translation>
    </message>
    <message>
        <source>Close window</source>
        <translation>Fenster schließen</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
    <message>
        <source>Serial 1</source>
        <translation>Seriell 1</translation>
    </message>
    <message>
        <source>The machine did not do that</source>
        <translation>Die Maschine hat das nicht getan</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Erneut starten</translation>
    </message>
    <message>
        <source>The guest&apos;s kernel panicked</source>
        <translation>Der Kernel des Gastes hat aufgegeben (Panic)</translation>
    </message>
    <message>
        <source>“%1” did not start</source>
        <translation>„%1“ ist nicht gestartet</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::MessageDialog</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::MessageStrip</name>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::NewMachineForm</name>
    <message>
        <source>There is no file “%1”</source>
        <translation>Es gibt keine Datei „%1“</translation>
    </message>
    <message>
        <source>“%1” is a folder, not a file</source>
        <translation>„%1“ ist ein Ordner, keine Datei</translation>
    </message>
    <message>
        <source>The file “%1” cannot be read by this user</source>
        <translation>Dieses Konto darf die Datei „%1“ nicht lesen</translation>
    </message>
    <message>
        <source>A Linux kernel for RISC-V</source>
        <translation>Ein Linux-Kernel für RISC-V</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>New machine</source>
        <translation>Neue Maschine</translation>
    </message>
    <message>
        <source>What the machine is called</source>
        <translation>Wie die Maschine heißt</translation>
    </message>
    <message>
        <source>The machine needs a name</source>
        <translation>Die Maschine braucht einen Namen</translation>
    </message>
    <message>
        <source>Choose the kernel that the machine starts</source>
        <translation>Wählen Sie den Kernel, den die Maschine startet</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Anlegen</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::SearchBar</name>
    <message>
        <source>Match case</source>
        <translation>Groß-/Kleinschreibung</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search in the terminal</source>
        <translation>Im Terminal suchen</translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation>Voriger Treffer</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>Nächster Treffer</translation>
    </message>
    <message>
        <source>Copy the selection</source>
        <translation>Auswahl kopieren</translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation>Suche schließen</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 lines kept</source>
        <translation>%1 Zeilen behalten</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::Section</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::StatusFact</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::StatusFacts</name>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Stopped unexpectedly</source>
        <translation>Unerwartet beendet</translation>
    </message>
    <message>
        <source>Processor time of this computer</source>
        <translation>Prozessorzeit dieses Rechners</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>How guest code is executed</source>
        <translation>Wie der Code des Gastes ausgeführt wird</translation>
    </message>
    <message>
        <source>Interpreter</source>
        <translation>Interpreter</translation>
    </message>
    <message>
        <source>Million guest instructions a second</source>
        <translation>Millionen Gastbefehle je Sekunde</translation>
    </message>
    <message>
        <source>%1 MIPS</source>
        <translation>%1 MIPS</translation>
    </message>
    <message>
        <source>Size of the terminal</source>
        <translation>Größe des Terminals</translation>
    </message>
    <message>
        <source>%1 × %2 characters</source>
        <translation>%1 × %2 Zeichen</translation>
    </message>
    <message>
        <source>Translated: %1 %</source>
        <translation>Übersetzt: %1 %</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::TerminalView</name>
    <message>
        <source>Kept lines</source>
        <translation>Behaltene Zeilen</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::TerminalWidget</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
    <message>
        <source>Serial terminal</source>
        <translation>Serielles Terminal</translation>
    </message>
</context>
</TS>
