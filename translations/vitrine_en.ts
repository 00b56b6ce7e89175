<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>EndWords</name>
    <message>
        <source>The guest powered it off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The guest ended it with the code %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The guest reset itself, which ends this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was powered off from outside.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its time ran out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” stopped unexpectedly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is off</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingWords</name>
    <message>
        <source>%1 GB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StateLook</name>
    <message>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped unexpectedly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>File format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version of the file&apos;s format; written by Vitrine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the machine is called; empty takes the name of its folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Anything worth remembering about the machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Isolation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the machine runs: in a sandboxed process of its own, or inside the window&apos;s process.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The processor&apos;s instruction set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Board</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine&apos;s main board; it decides which devices there are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processor model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model and features, as in max,-sstc.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many processors the guest sees; each uses at most one of the host&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The guest&apos;s memory; the host gives it page by page, as the guest uses it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A kernel to start directly; empty leaves the start to the firmware.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Initial RAM disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Handed to the kernel as its first file system.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kernel arguments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kernel&apos;s command line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Firmware</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>default, none, or a file that runs first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flash: code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An image for the read-only half of the flash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flash: variables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file in which the firmware keeps its settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End on reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A reset by the guest ends the machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How guest code is executed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verify</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Executes everything twice, the second time by the reference evaluator, and stops at the first difference; slow.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deterministic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One thread and a clock that counts instructions: the same run twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own process</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Best available</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interpreter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Translator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stored code</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::DetailsPane</name>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>General</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interpreter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings of this machine cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This machine stopped unexpectedly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show its folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show its log</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::EmptyLibrary</name>
    <message>
        <source>No machines yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A machine appears here with its state. It runs as you: no administrator rights, no service and no kernel module are needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New machine…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up “Demo Linux (RISC-V)”</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::FileField</name>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::LibraryModel</name>
    <message>
        <source>%1, %2, %3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::LibraryWindow</name>
    <message>
        <source>The demo machine could not be set up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” cannot be deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete “%1”?</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>This deletes the folder %1 with %n file(s), %2. It cannot be undone. Files elsewhere, such as the kernel, stay.</source>
        <translation>
            <numerusform>This deletes the folder %1 with %n file, %2. It cannot be undone. Files elsewhere, such as the kernel, stay.</numerusform>
            <numerusform>This deletes the folder %1 with %n files, %2. It cannot be undone. Files elsewhere, such as the kernel, stay.</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” could not be deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Close and end %n machine(s)?</source>
        <translation>
            <numerusform>Close and end %n machine?</numerusform>
            <numerusform>Close and end %n machines?</numerusform>
        </translation>
    </message>
    <message>
        <source>Their isolation is “None”: they run inside this program and end with it, as if their plugs were pulled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close and end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Makes a new machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Power off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends the machine at once, as pulling its plug would</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show its folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search machines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Machines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A machine that runs cannot be deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deletes the machine with its files, after a question</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n machine(s), %1 running</source>
        <translation>
            <numerusform>%n machine, %1 running</numerusform>
            <numerusform>%n machines, %1 running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::MachineSessions</name>
    <message>
        <source>“%1” did not start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” did not do that</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::MachineWindow</name>
    <message>
        <source>Reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Power off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resets the machine at once, as its reset button would</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends the machine at once, as pulling its plug would</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Serial 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine did not do that</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The guest&apos;s kernel panicked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” did not start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::MessageDialog</name>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::MessageStrip</name>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::NewMachineForm</name>
    <message>
        <source>There is no file “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is a folder, not a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file “%1” cannot be read by this user</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A Linux kernel for RISC-V</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the machine is called</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine needs a name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the kernel that the machine starts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::SearchBar</name>
    <message>
        <source>Match case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search in the terminal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the selection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 lines kept</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::Section</name>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::StatusFact</name>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::StatusFacts</name>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped unexpectedly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processor time of this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How guest code is executed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interpreter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Million guest instructions a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 MIPS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the terminal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × %2 characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Translated: %1 %</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::TerminalView</name>
    <message>
        <source>Kept lines</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::TerminalWidget</name>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Serial terminal</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
