<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>EndWords</name>
    <message>
        <source>The guest powered it off.</source>
        <translation>客户机已将其关闭。</translation>
    </message>
    <message>
        <source>The guest ended it with the code %1.</source>
        <translation>客户机以代码 %1 结束了它。</translation>
    </message>
    <message>
        <source>The guest reset itself, which ends this machine.</source>
        <translation>客户机已自行复位，这台虚拟机因此结束。</translation>
    </message>
    <message>
        <source>It was powered off from outside.</source>
        <translation>它已从外部被关闭。</translation>
    </message>
    <message>
        <source>Its time ran out.</source>
        <translation>运行时间已到。</translation>
    </message>
    <message>
        <source>“%1” stopped unexpectedly</source>
        <translation>“%1”意外停止</translation>
    </message>
    <message>
        <source>“%1” is off</source>
        <translation>“%1”已关闭</translation>
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
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
</context>
<context>
    <name>StateLook</name>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>正在运行</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>Stopped unexpectedly</source>
        <translation>意外停止</translation>
    </message>
    <message>
        <source>Settings cannot be read</source>
        <translation>无法读取设置</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>File format</source>
        <translation>文件格式</translation>
    </message>
    <message>
        <source>Version of the file&apos;s format; written by Vitrine.</source>
        <translation>文件格式的版本，由 Vitrine 写入。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>What the machine is called; empty takes the name of its folder.</source>
        <translation>虚拟机的名称；留空则使用文件夹名。</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Anything worth remembering about the machine.</source>
        <translation>关于这台虚拟机值得记下的内容。</translation>
    </message>
    <message>
        <source>Isolation</source>
        <translation>隔离</translation>
    </message>
    <message>
        <source>Where the machine runs: in a sandboxed process of its own, or inside the window&apos;s process.</source>
        <translation>虚拟机运行的位置：独立的沙盒进程，或窗口所在的进程。</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>The processor&apos;s instruction set.</source>
        <translation>处理器的指令集。</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>主板</translation>
    </message>
    <message>
        <source>The machine&apos;s main board; it decides which devices there are.</source>
        <translation>虚拟机的主板，决定有哪些设备。</translation>
    </message>
    <message>
        <source>Processor model</source>
        <translation>处理器型号</translation>
    </message>
    <message>
        <source>Model and features, as in max,-sstc.</source>
        <translation>型号和特性，例如 max,-sstc。</translation>
    </message>
    <message>
        <source>Processors</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>How many processors the guest sees; each uses at most one of the host&apos;s.</source>
        <translation>客户机看到的处理器数量；每个最多占用主机的一个。</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>The guest&apos;s memory; the host gives it page by page, as the guest uses it.</source>
        <translation>客户机的内存；主机在客户机使用时逐页提供。</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>内核</translation>
    </message>
    <message>
        <source>A kernel to start directly; empty leaves the start to the firmware.</source>
        <translation>直接启动的内核；留空则由固件启动。</translation>
    </message>
    <message>
        <source>Initial RAM disk</source>
        <translation>初始内存盘</translation>
    </message>
    <message>
        <source>Handed to the kernel as its first file system.</source>
        <translation>作为第一个文件系统交给内核。</translation>
    </message>
    <message>
        <source>Kernel arguments</source>
        <translation>内核参数</translation>
    </message>
    <message>
        <source>The kernel&apos;s command line.</source>
        <translation>内核的命令行。</translation>
    </message>
    <message>
        <source>Firmware</source>
        <translation>固件</translation>
    </message>
    <message>
        <source>default, none, or a file that runs first.</source>
        <translation>default、none，或首先运行的文件。</translation>
    </message>
    <message>
        <source>Flash: code</source>
        <translation>闪存：代码</translation>
    </message>
    <message>
        <source>An image for the read-only half of the flash.</source>
        <translation>闪存只读部分的映像。</translation>
    </message>
    <message>
        <source>Flash: variables</source>
        <translation>闪存：变量</translation>
    </message>
    <message>
        <source>The file in which the firmware keeps its settings.</source>
        <translation>固件保存其设置的文件。</translation>
    </message>
    <message>
        <source>End on reset</source>
        <translation>复位时结束</translation>
    </message>
    <message>
        <source>A reset by the guest ends the machine.</source>
        <translation>客户机复位会结束虚拟机。</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>How guest code is executed.</source>
        <translation>客户机代码的执行方式。</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Executes everything twice, the second time by the reference evaluator, and stops at the first difference; slow.</source>
        <translation>所有内容执行两次，第二次用于对照，遇到第一个差异即停止；很慢。</translation>
    </message>
    <message>
        <source>Deterministic</source>
        <translation>确定性</translation>
    </message>
    <message>
        <source>One thread and a clock that counts instructions: the same run twice.</source>
        <translation>单线程，时钟按指令计数：两次运行完全相同。</translation>
    </message>
    <message>
        <source>Own process</source>
        <translation>独立进程</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Best available</source>
        <translation>最佳可用</translation>
    </message>
    <message>
        <source>Interpreter</source>
        <translation>解释器</translation>
    </message>
    <message>
        <source>Translator</source>
        <translation>翻译器</translation>
    </message>
    <message>
        <source>Stored code</source>
        <translation>已存储代码</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::DetailsPane</name>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Interpreter</source>
        <translation>解释器</translation>
    </message>
    <message>
        <source>The settings of this machine cannot be read</source>
        <translation>无法读取这台虚拟机的设置</translation>
    </message>
    <message>
        <source>This machine stopped unexpectedly</source>
        <translation>这台虚拟机意外停止</translation>
    </message>
    <message>
        <source>Show its folder</source>
        <translation>显示其文件夹</translation>
    </message>
    <message>
        <source>Show its log</source>
        <translation>显示其日志</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::EmptyLibrary</name>
    <message>
        <source>No machines yet</source>
        <translation>还没有虚拟机</translation>
    </message>
    <message>
        <source>A machine appears here with its state. It runs as you: no administrator rights, no service and no kernel module are needed.</source>
        <translation>虚拟机及其状态会显示在这里。它以您的身份运行：无需管理员权限、服务或内核模块。</translation>
    </message>
    <message>
        <source>New machine…</source>
        <translation>新建虚拟机…</translation>
    </message>
    <message>
        <source>Set up “Demo Linux (RISC-V)”</source>
        <translation>设置“Demo Linux (RISC-V)”</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::FileField</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose: %1</source>
        <translation>选择：%1</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::LibraryModel</name>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1，%2，%3</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::LibraryWindow</name>
    <message>
        <source>The demo machine could not be set up</source>
        <translation>无法设置演示虚拟机</translation>
    </message>
    <message>
        <source>“%1” cannot be deleted</source>
        <translation>无法删除“%1”</translation>
    </message>
    <message>
        <source>Delete “%1”?</source>
        <translation>删除“%1”？</translation>
    </message>
    <message numerus="yes">
        <source>This deletes the folder %1 with %n file(s), %2. It cannot be undone. Files elsewhere, such as the kernel, stay.</source>
        <translation>
            <numerusform>这将删除文件夹 %1 及其中的 %n 个文件（%2），且无法撤销。其他位置的文件（例如内核）会保留。</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>“%1” could not be deleted</source>
        <translation>未能删除“%1”</translation>
    </message>
    <message numerus="yes">
        <source>Close and end %n machine(s)?</source>
        <translation>
            <numerusform>关闭并结束 %n 台虚拟机？</numerusform>
        </translation>
    </message>
    <message>
        <source>Their isolation is “None”: they run inside this program and end with it, as if their plugs were pulled.</source>
        <translation>它们的隔离为“无”：在本程序内运行，并随之结束，如同拔掉电源。</translation>
    </message>
    <message>
        <source>Close and end</source>
        <translation>关闭并结束</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>跟随桌面</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>The library cannot be read</source>
        <translation>无法读取虚拟机库</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Makes a new machine</source>
        <translation>新建一台虚拟机</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Power off</source>
        <translation>关闭电源</translation>
    </message>
    <message>
        <source>Ends the machine at once, as pulling its plug would</source>
        <translation>立即结束虚拟机，如同拔掉电源</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>虚拟机</translation>
    </message>
    <message>
        <source>Show its folder</source>
        <translation>显示其文件夹</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Search machines</source>
        <translation>搜索虚拟机</translation>
    </message>
    <message>
        <source>Machines</source>
        <translation>虚拟机</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Show window</source>
        <translation>显示窗口</translation>
    </message>
    <message>
        <source>A machine that runs cannot be deleted</source>
        <translation>无法删除正在运行的虚拟机</translation>
    </message>
    <message>
        <source>Deletes the machine with its files, after a question</source>
        <translation>确认后删除虚拟机及其文件</translation>
    </message>
    <message numerus="yes">
        <source>%n machine(s), %1 running</source>
        <translation>
            <numerusform>%n 台虚拟机，%1 台正在运行</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::MachineSessions</name>
    <message>
        <source>“%1” did not start</source>
        <translation>“%1”未能启动</translation>
    </message>
    <message>
        <source>“%1” did not do that</source>
        <translation>“%1”没有执行该操作</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::MachineWindow</name>
    <message>
        <source>Reset</source>
        <translation>复位</translation>
    </message>
    <message>
        <source>Power off</source>
        <translation>关闭电源</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Resets the machine at once, as its reset button would</source>
        <translation>立即复位虚拟机，如同按下复位按钮</translation>
    </message>
    <message>
        <source>Ends the machine at once, as pulling its plug would</source>
        <translation>立即结束虚拟机，如同拔掉电源</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>虚拟机</translation>
    </message>
    <message>
        <source>Close window</source>
        <translation>关闭窗口</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Serial 1</source>
        <translation>串口 1</translation>
    </message>
    <message>
        <source>The machine did not do that</source>
        <translation>虚拟机没有执行该操作</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>重新启动</translation>
    </message>
    <message>
        <source>The guest&apos;s kernel panicked</source>
        <translation>客户机内核崩溃</translation>
    </message>
    <message>
        <source>“%1” did not start</source>
        <translation>“%1”未能启动</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::MessageDialog</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::MessageStrip</name>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::NewMachineForm</name>
    <message>
        <source>There is no file “%1”</source>
        <translation>文件“%1”不存在</translation>
    </message>
    <message>
        <source>“%1” is a folder, not a file</source>
        <translation>“%1”是文件夹，不是文件</translation>
    </message>
    <message>
        <source>The file “%1” cannot be read by this user</source>
        <translation>当前用户无法读取文件“%1”</translation>
    </message>
    <message>
        <source>A Linux kernel for RISC-V</source>
        <translation>用于 RISC-V 的 Linux 内核</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>New machine</source>
        <translation>新建虚拟机</translation>
    </message>
    <message>
        <source>What the machine is called</source>
        <translation>虚拟机的名称</translation>
    </message>
    <message>
        <source>The machine needs a name</source>
        <translation>虚拟机需要一个名称</translation>
    </message>
    <message>
        <source>Choose the kernel that the machine starts</source>
        <translation>请选择虚拟机要启动的内核</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>创建</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::SearchBar</name>
    <message>
        <source>Match case</source>
        <translation>区分大小写</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search in the terminal</source>
        <translation>在终端中搜索</translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation>上一个</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>下一个</translation>
    </message>
    <message>
        <source>Copy the selection</source>
        <translation>复制所选内容</translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation>关闭搜索</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>第 %1 个，共 %2 个</translation>
    </message>
    <message>
        <source>%1 lines kept</source>
        <translation>保留 %1 行</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::Section</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::StatusFact</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::StatusFacts</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Stopped unexpectedly</source>
        <translation>意外停止</translation>
    </message>
    <message>
        <source>Processor time of this computer</source>
        <translation>本机的处理器占用</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>How guest code is executed</source>
        <translation>客户机代码的执行方式</translation>
    </message>
    <message>
        <source>Interpreter</source>
        <translation>解释器</translation>
    </message>
    <message>
        <source>Million guest instructions a second</source>
        <translation>每秒百万条客户机指令</translation>
    </message>
    <message>
        <source>%1 MIPS</source>
        <translation>%1 MIPS</translation>
    </message>
    <message>
        <source>Size of the terminal</source>
        <translation>终端大小</translation>
    </message>
    <message>
        <source>%1 × %2 characters</source>
        <translation>%1 × %2 字符</translation>
    </message>
    <message>
        <source>Translated: %1 %</source>
        <translation>已翻译：%1 %</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::TerminalView</name>
    <message>
        <source>Kept lines</source>
        <translation>保留的行</translation>
    </message>
</context>
<context>
    <name>vitrine::frontends::qt::TerminalWidget</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Serial terminal</source>
        <translation>串口终端</translation>
    </message>
</context>
</TS>
