<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>inglenook</name>
        <message>
            <source>Pages</source>
            <translation>页面</translation>
        </message>
        <message>
            <source>First steps</source>
            <translation>初次设置</translation>
        </message>
        <message>
            <source>Skip</source>
            <translation>跳过</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>下一步</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>上一步</translation>
        </message>
        <message>
            <source>Finish</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>Microphone</source>
            <translation>麦克风</translation>
        </message>
        <message>
            <source>The system's default</source>
            <translation>系统默认</translation>
        </message>
        <message>
            <source>Wake phrases, parted by commas</source>
            <translation>唤醒词，用逗号分隔</translation>
        </message>
        <message>
            <source>Which microphone?</source>
            <translation>用哪个麦克风？</translation>
        </message>
        <message>
            <source>Say something: the bar moves where it hears you. Another microphone is used after “Finish”.</source>
            <translation>说句话：听到声音时，横条会动。换麦克风在点“完成”之后生效。</translation>
        </message>
        <message>
            <source>Which languages do you speak?</source>
            <translation>您说哪些语言？</translation>
        </message>
        <message>
            <source>Both may be on at the same time.</source>
            <translation>可以同时打开两种。</translation>
        </message>
        <message>
            <source>What wakes it?</source>
            <translation>用什么唤醒它？</translation>
        </message>
        <message>
            <source>Any words. Longer phrases are heard by mistake less often.</source>
            <translation>任何词语都可以。越长越不容易误唤醒。</translation>
        </message>
        <message>
            <source>Your home</source>
            <translation>您的家</translation>
        </message>
        <message>
            <source>A simulated home is ready to play with. Its rooms and devices are on the page Home; there you can give them your own names. Then say, for example, “turn on the kitchen lights”.</source>
            <translation>模拟的家已经可以试用。房间和设备在“家”页面，可以改成您自己的叫法。然后说，例如“打开厨房的灯”。</translation>
        </message>
        <message>
            <source>History</source>
            <translation>历史</translation>
        </message>
        <message>
            <source>Search the history</source>
            <translation>搜索历史</translation>
        </message>
        <message>
            <source>Which lines</source>
            <translation>显示哪些记录</translation>
        </message>
        <message>
            <source>Which meaning</source>
            <translation>哪种意思</translation>
        </message>
        <message>
            <source>Which room</source>
            <translation>哪个房间</translation>
        </message>
        <message>
            <source>What was said</source>
            <translation>说过的话</translation>
        </message>
        <message>
            <source>Clear the history…</source>
            <translation>清除历史…</translation>
        </message>
        <message>
            <source>Forget everything that was said, and the recordings?</source>
            <translation>忘掉所有说过的话和录音？</translation>
        </message>
        <message>
            <source>Forget it</source>
            <translation>忘掉</translation>
        </message>
        <message>
            <source>Keep it</source>
            <translation>保留</translation>
        </message>
        <message>
            <source>Refused</source>
            <translation>已拒绝</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>搜索</translation>
        </message>
        <message>
            <source>Everything</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Understood</source>
            <translation>已听懂</translation>
        </message>
        <message>
            <source>Done or declined</source>
            <translation>已执行或婉拒</translation>
        </message>
        <message>
            <source>Faults</source>
            <translation>故障</translation>
        </message>
        <message>
            <source>Any meaning</source>
            <translation>任何意思</translation>
        </message>
        <message>
            <source>Any room</source>
            <translation>任何房间</translation>
        </message>
        <message>
            <source>The history is being opened.</source>
            <translation>正在打开历史。</translation>
        </message>
        <message>
            <source>No history is kept; see Settings, Privacy.</source>
            <translation>没有保留历史；请看“设置”里的“隐私”。</translation>
        </message>
        <message>
            <source>Nothing fits.</source>
            <translation>没有符合的记录。</translation>
        </message>
        <message>
            <source>Nothing has been said yet.</source>
            <translation>还没有说过什么。</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Said</source>
            <translation>说的话</translation>
        </message>
        <message>
            <source>Meaning</source>
            <translation>意思</translation>
        </message>
        <message>
            <source>What came of it</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>Sure</source>
            <translation>把握</translation>
        </message>
        <message>
            <source>Home</source>
            <translation>家</translation>
        </message>
        <message>
            <source>Find a room or device</source>
            <translation>查找房间或设备</translation>
        </message>
        <message>
            <source>Rooms and devices</source>
            <translation>房间和设备</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>The home is being loaded.</source>
            <translation>正在读取家的信息。</translation>
        </message>
        <message>
            <source>{count} devices</source>
            <translation>{count} 个设备</translation>
        </message>
        <message>
            <source>Takes back what was done last</source>
            <translation>撤销上一次的操作</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Muted</source>
            <translation>已静音</translation>
        </message>
        <message>
            <source>Not understood</source>
            <translation>没有听懂</translation>
        </message>
        <message>
            <source>Your answer?</source>
            <translation>您的回答？</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>Loading the model and the sentences of your home.</source>
            <translation>正在载入模型和您家的句子。</translation>
        </message>
        <message>
            <source>The microphone is closed. You can still type.</source>
            <translation>麦克风已关闭。您仍可以打字。</translation>
        </message>
        <message>
            <source>No microphone is heard. You can type meanwhile.</source>
            <translation>没有听到麦克风。您可以先打字。</translation>
        </message>
        <message>
            <source>Say a command.</source>
            <translation>请说指令。</translation>
        </message>
        <message>
            <source>Just say a command.</source>
            <translation>直接说指令即可。</translation>
        </message>
        <message>
            <source>Listen</source>
            <translation>聆听</translation>
        </message>
        <message>
            <source>Spectrogram of what is heard</source>
            <translation>听到的声音的频谱图</translation>
        </message>
        <message>
            <source>The sentence so far</source>
            <translation>目前的句子</translation>
        </message>
        <message>
            <source>Mute</source>
            <translation>静音</translation>
        </message>
        <message>
            <source>Type a command</source>
            <translation>输入指令</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>发送</translation>
        </message>
        <message>
            <source>Getting ready…</source>
            <translation>准备中…</translation>
        </message>
        <message>
            <source>Not listening</source>
            <translation>没有在听</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>就绪</translation>
        </message>
        <message>
            <source>Listening…</source>
            <translation>正在听…</translation>
        </message>
        <message>
            <source>Thinking…</source>
            <translation>思考中…</translation>
        </message>
        <message>
            <source>Lets go of the microphone (Ctrl+M)</source>
            <translation>放开麦克风（Ctrl+M）</translation>
        </message>
        <message>
            <source>Or type a command, such as: turn on the kitchen lights</source>
            <translation>或输入指令，例如：打开厨房的灯</translation>
        </message>
        <message>
            <source>Unmute</source>
            <translation>取消静音</translation>
        </message>
        <message>
            <source>Hold the button or press Space, then speak.</source>
            <translation>按住按钮或空格键，然后说话。</translation>
        </message>
        <message>
            <source>Heard “{phrase}”; now say a command.</source>
            <translation>听到“{phrase}”，请说指令。</translation>
        </message>
        <message>
            <source>Microphone: {device}.</source>
            <translation>麦克风：{device}。</translation>
        </message>
        <message>
            <source>Say “{phrase}”, then a command.</source>
            <translation>先说“{phrase}”，再说指令。</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Use this model</source>
            <translation>使用这个模型</translation>
        </message>
        <message>
            <source>Figures of the model</source>
            <translation>模型的数据</translation>
        </message>
        <message>
            <source>Measure on this computer</source>
            <translation>在这台电脑上测量</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Progress of the measurement</source>
            <translation>测量进度</translation>
        </message>
        <message>
            <source>Model card</source>
            <translation>模型卡片</translation>
        </message>
        <message>
            <source>Speed here</source>
            <translation>本机速度</translation>
        </message>
        <message>
            <source>What</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Result</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>95 % interval</source>
            <translation>95 % 区间</translation>
        </message>
        <message>
            <source>Of</source>
            <translation>总数</translation>
        </message>
        <message>
            <source>an hour</source>
            <translation>次/小时</translation>
        </message>
        <message>
            <source>In use: {file}</source>
            <translation>正在使用：{file}</translation>
        </message>
        <message>
            <source>While somebody speaks it takes {rtf} of one core (model {model}, decoder {decoder}); a decision comes after {p50} ms, at worst {p95} ms; loading took {load} s. {machine}.</source>
            <translation>有人说话时占用一个核心的 {rtf}（模型 {model}，解码器 {decoder}）；决定用时 {p50} 毫秒，最多 {p95} 毫秒；载入用时 {load} 秒。{machine}。</translation>
        </message>
        <message>
            <source>Sentences</source>
            <translation>句子</translation>
        </message>
        <message>
            <source>In force</source>
            <translation>现有句子</translation>
        </message>
        <message>
            <source>Your own</source>
            <translation>自己的句子</translation>
        </message>
        <message>
            <source>Find a sentence or a meaning</source>
            <translation>查找句子或意思</translation>
        </message>
        <message>
            <source>Reading the sentences…</source>
            <translation>正在读取句子…</translation>
        </message>
        <message>
            <source>Sentences by language and meaning</source>
            <translation>按语言和意思排列的句子</translation>
        </message>
        <message>
            <source>Language of the sentences</source>
            <translation>句子的语言</translation>
        </message>
        <message>
            <source>Your own sentences</source>
            <translation>自己的句子</translation>
        </message>
        <message>
            <source>Save and use</source>
            <translation>保存并使用</translation>
        </message>
        <message>
            <source>Begin with an example</source>
            <translation>从示例开始</translation>
        </message>
        <message>
            <source>Try a sentence</source>
            <translation>试一句</translation>
        </message>
        <message>
            <source>your own sentence</source>
            <translation>您自己的句子</translation>
        </message>
        <message>
            <source>a sentence that came with it</source>
            <translation>自带的句子</translation>
        </message>
        <message>
            <source>Saved; it is understood at once.</source>
            <translation>已保存，马上就能听懂。</translation>
        </message>
        <message>
            <source>Size of the grammar: {before} → {count} templates, {states_before} → {states} states, {arcs_before} → {arcs} arcs.</source>
            <translation>语法大小：模板 {before} → {count}，状态 {states_before} → {states}，弧 {arcs_before} → {arcs}。</translation>
        </message>
        <message>
            <source>Say it now: type a sentence to see what it would mean</source>
            <translation>试着说：输入一句话，看它是什么意思</translation>
        </message>
        <message>
            <source>That would not be understood.</source>
            <translation>这句话听不懂。</translation>
        </message>
        <message>
            <source>Size of the grammar: {count} templates, {states} states.</source>
            <translation>语法大小：{count} 个模板，{states} 个状态。</translation>
        </message>
        <message>
            <source>{count} templates are in force; ★ are your own.</source>
            <translation>共有 {count} 个模板；★ 是您自己的。</translation>
        </message>
        <message>
            <source>Line {line}: </source>
            <translation>第 {line} 行：</translation>
        </message>
        <message>
            <source>No faults, and nothing ambiguous.</source>
            <translation>没有错误，也没有歧义。</translation>
        </message>
        <message>
            <source>Sentences of your own come before all others. Begin with an example.</source>
            <translation>您自己的句子优先于其他句子。可以从示例开始。</translation>
        </message>
        <message>
            <source>For example: {sentences}</source>
            <translation>例如：{sentences}</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Record 3 seconds and play them</source>
            <translation>录 3 秒并播放</translation>
        </message>
        <message>
            <source>Recording</source>
            <translation>录音</translation>
        </message>
        <message>
            <source>Say something…</source>
            <translation>请说话…</translation>
        </message>
        <message>
            <source>Languages that are understood</source>
            <translation>能听懂的语言</translation>
        </message>
        <message>
            <source>Wake phrase</source>
            <translation>唤醒词</translation>
        </message>
        <message>
            <source>Any words, English or Chinese; several are parted by commas.</source>
            <translation>任何词语，中文或英文；多个用逗号分隔。</translation>
        </message>
        <message>
            <source>Use</source>
            <translation>使用</translation>
        </message>
        <message>
            <source>When it listens</source>
            <translation>何时聆听</translation>
        </message>
        <message>
            <source>Strictness</source>
            <translation>严格程度</translation>
        </message>
        <message>
            <source>Answers</source>
            <translation>回答</translation>
        </message>
        <message>
            <source>Read answers aloud</source>
            <translation>朗读回答</translation>
        </message>
        <message>
            <source>Home and start</source>
            <translation>家与启动</translation>
        </message>
        <message>
            <source>Simulated home on this computer</source>
            <translation>这台电脑上模拟的家</translation>
        </message>
        <message>
            <source>Start at login</source>
            <translation>登录时启动</translation>
        </message>
        <message>
            <source>Privacy</source>
            <translation>隐私</translation>
        </message>
        <message>
            <source>Network: nothing. The sound, the text and your home never leave this computer.</source>
            <translation>网络：不使用。声音、文字和您的家都不会离开这台电脑。</translation>
        </message>
        <message>
            <source>Sound is held in memory for 20 seconds, to draw it; it is written only if you allow it below.</source>
            <translation>声音只在内存中保留 20 秒，用来画图；只有您在下面允许才会写入磁盘。</translation>
        </message>
        <message>
            <source>Language of this window</source>
            <translation>窗口的语言</translation>
        </message>
        <message>
            <source>The recording is forgotten afterwards</source>
            <translation>录音之后就忘掉</translation>
        </message>
        <message>
            <source>Look again</source>
            <translation>重新查找</translation>
        </message>
        <message>
            <source>Both may be on; one alone is heard a little better.</source>
            <translation>可以同时打开；只开一种会听得更准一点。</translation>
        </message>
        <message>
            <source>Test the connection</source>
            <translation>测试连接</translation>
        </message>
        <message>
            <source>Show the first steps again</source>
            <translation>再看一次初次设置</translation>
        </message>
        <message>
            <source>Keep a history of what was said</source>
            <translation>保留说过的话的历史</translation>
        </message>
        <message>
            <source>Keep the sound of each command too</source>
            <translation>也保留每条指令的声音</translation>
        </message>
        <message>
            <source>Light or dark is as your desktop says.</source>
            <translation>深浅颜色随桌面设置。</translation>
        </message>
        <message>
            <source>The system's default ({name})</source>
            <translation>系统默认（{name}）</translation>
        </message>
        <message>
            <source>Playing…</source>
            <translation>正在播放…</translation>
        </message>
        <message>
            <source>That is what it hears.</source>
            <translation>它听到的就是这样。</translation>
        </message>
        <message>
            <source>There is no voice on this system (Qt TextToSpeech of PySide6-Addons).</source>
            <translation>这个系统没有语音（PySide6-Addons 的 Qt TextToSpeech）。</translation>
        </message>
        <message>
            <source>Kept in {folder}: what was understood (text and scores), what devices are doing, corrections.</source>
            <translation>保存在 {folder}：听懂的内容（文字和分数）、设备状态、更正。</translation>
        </message>
        <message>
            <source>Kept in {folder}: your settings, names and sentences.</source>
            <translation>保存在 {folder}：您的设置、名称和句子。</translation>
        </message>
        <message>
            <source>{name} (not there)</source>
            <translation>{name}（不在）</translation>
        </message>
        <message>
            <source>It answers: {count} devices.</source>
            <translation>有回应：{count} 个设备。</translation>
        </message>
        <message>
            <source>Noted: none of these was meant.</source>
            <translation>已记下：这些都不是。</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>为什么</translation>
        </message>
        <message>
            <source>The last utterances</source>
            <translation>最近说的话</translation>
        </message>
        <message>
            <source>Nothing was said yet. Say or type something, and this page explains what came of it.</source>
            <translation>还没有说过什么。说话或打字之后，这里会解释结果。</translation>
        </message>
        <message>
            <source>What it could have been</source>
            <translation>可能是哪句话</translation>
        </message>
        <message>
            <source>This was wrong</source>
            <translation>听错了</translation>
        </message>
        <message>
            <source>None of these was meant</source>
            <translation>这些都不是</translation>
        </message>
        <message>
            <source>Export a diagnosis…</source>
            <translation>导出诊断…</translation>
        </message>
        <message>
            <source>Export a diagnosis</source>
            <translation>导出诊断</translation>
        </message>
        <message>
            <source>Noted: “{text}” was meant.</source>
            <translation>已记下：本意是“{text}”。</translation>
        </message>
        <message>
            <source>Choose in the list what was meant first</source>
            <translation>请先在列表中选出本意</translation>
        </message>
        <message>
            <source>Text and scores, without sound</source>
            <translation>文字和分数，不含声音</translation>
        </message>
        <message>
            <source>Sentence</source>
            <translation>句子</translation>
        </message>
        <message>
            <source>Fit</source>
            <translation>吻合</translation>
        </message>
        <message>
            <source>Not a command: {score} · needed for a command: {threshold}</source>
            <translation>不是指令：{score} · 指令需要：{threshold}</translation>
        </message>
        <message>
            <source>Written to {file}</source>
            <translation>已写入 {file}</translation>
        </message>
        <message>
            <source>It was typed, so nothing had to be guessed.</source>
            <translation>这是打字输入的，不需要猜测。</translation>
        </message>
        <message>
            <source>It was typed, and no sentence of this home reads like that.</source>
            <translation>这是打字输入的，这个家里没有这样的句子。</translation>
        </message>
        <message>
            <source>Refused: two sentences with different meanings fit about as well.</source>
            <translation>拒绝：两个意思不同的句子差不多一样吻合。</translation>
        </message>
        <message>
            <source>Refused: it was {sure} sure of the best sentence and needs {needed}.</source>
            <translation>拒绝：对最好的句子只有 {sure} 的把握，需要 {needed}。</translation>
        </message>
        <message>
            <source>Refused: it went on for longer than any sentence of this home.</source>
            <translation>拒绝：说得比这个家的任何句子都长。</translation>
        </message>
        <message>
            <source>Refused: it sounds more like other speech than like any sentence of this home ({sure} sure of the best one, {needed} needed).</source>
            <translation>拒绝：听起来更像别的话，不像这个家的任何句子（最好的一句有 {sure} 的把握，需要 {needed}）。</translation>
        </message>
        <message>
            <source>Refused: no sentence of this home fits what was heard.</source>
            <translation>拒绝：没有句子与听到的吻合。</translation>
        </message>
        <message>
            <source>Taken: it was {sure} sure, and needs {needed}.</source>
            <translation>接受：有 {sure} 的把握，需要 {needed}。</translation>
        </message>
        <message>
            <source>What came second, “{rival}”, got {score}.</source>
            <translation>第二名是“{rival}”，得到 {score}。</translation>
        </message>
        <message>
            <source>room</source>
            <translation>房间</translation>
        </message>
        <message>
            <source>It needs at least one name.</source>
            <translation>至少需要一个名称。</translation>
        </message>
        <message>
            <source>Can be said and is not taken.</source>
            <translation>可以说，也没有重名。</translation>
        </message>
        <message>
            <source>That is a long name to say.</source>
            <translation>这个名称太长，不好说。</translation>
        </message>
        <message>
            <source>“{name}” cannot be said: use letters, digits, spaces, hyphens and apostrophes.</source>
            <translation>“{name}”说不出来：请用文字、数字、空格、连字符和撇号。</translation>
        </message>
        <message>
            <source>No dictionary knows “{word}”; it is said as {phones}.</source>
            <translation>词典里没有“{word}”；读作 {phones}。</translation>
        </message>
        <message>
            <source>“{name}” is also the name of {other}.</source>
            <translation>“{name}”也是 {other} 的名称。</translation>
        </message>
        <message>
            <source>“{name}” sounds like {other}.</source>
            <translation>“{name}”听起来像 {other}。</translation>
        </message>
        <message>
            <source>Turn on</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>Turn off</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Brightness</source>
            <translation>亮度</translation>
        </message>
        <message>
            <source>Speed</source>
            <translation>速度</translation>
        </message>
        <message>
            <source>Position</source>
            <translation>位置</translation>
        </message>
        <message>
            <source>Volume</source>
            <translation>音量</translation>
        </message>
        <message>
            <source>Temperature</source>
            <translation>温度</translation>
        </message>
        <message>
            <source>No room</source>
            <translation>没有房间</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关上</translation>
        </message>
        <message>
            <source>Lock</source>
            <translation>锁上</translation>
        </message>
        <message>
            <source>Unlock</source>
            <translation>开锁</translation>
        </message>
        <message>
            <source>Start</source>
            <translation>开始</translation>
        </message>
        <message>
            <source>Send home</source>
            <translation>送回</translation>
        </message>
        <message>
            <source>Arm</source>
            <translation>布防</translation>
        </message>
        <message>
            <source>Disarm</source>
            <translation>撤防</translation>
        </message>
        <message>
            <source>Press</source>
            <translation>按下</translation>
        </message>
        <message>
            <source>Begin</source>
            <translation>开始</translation>
        </message>
        <message>
            <source>Write words, in English or Chinese.</source>
            <translation>请写中文或英文的词语。</translation>
        </message>
        <message>
            <source>Good: {count} sounds, and no common word is like it.</source>
            <translation>很好：{count} 个音，没有常用词与它相像。</translation>
        </message>
        <message>
            <source>Short: only {count} sounds. It will be heard by mistake often; take three syllables or more.</source>
            <translation>太短：只有 {count} 个音，常会误唤醒；请用三个音节以上。</translation>
        </message>
        <message>
            <source>Sounds like “{word}”, which people often say.</source>
            <translation>听起来像人们常说的“{word}”。</translation>
        </message>
        <message>
            <source>Acts only when it is nearly certain; you will repeat yourself often.</source>
            <translation>几乎确定时才执行；您要常常重复。</translation>
        </message>
        <message>
            <source>Toggle</source>
            <translation>切换</translation>
        </message>
        <message>
            <source>Set the light</source>
            <translation>设置灯光</translation>
        </message>
        <message>
            <source>Move to a position</source>
            <translation>移到某个位置</translation>
        </message>
        <message>
            <source>Set the temperature</source>
            <translation>设置温度</translation>
        </message>
        <message>
            <source>Tell the temperature</source>
            <translation>报告温度</translation>
        </message>
        <message>
            <source>Set the fan mode</source>
            <translation>设置风扇模式</translation>
        </message>
        <message>
            <source>Set the fan speed</source>
            <translation>设置风速</translation>
        </message>
        <message>
            <source>Tell a state</source>
            <translation>报告状态</translation>
        </message>
        <message>
            <source>Tell the weather</source>
            <translation>报告天气</translation>
        </message>
        <message>
            <source>Tell the time</source>
            <translation>报时</translation>
        </message>
        <message>
            <source>Tell the date</source>
            <translation>报告日期</translation>
        </message>
        <message>
            <source>Start a timer</source>
            <translation>开始计时</translation>
        </message>
        <message>
            <source>Cancel a timer</source>
            <translation>取消计时</translation>
        </message>
        <message>
            <source>Cancel all timers</source>
            <translation>取消所有计时</translation>
        </message>
        <message>
            <source>Lengthen a timer</source>
            <translation>延长计时</translation>
        </message>
        <message>
            <source>Shorten a timer</source>
            <translation>缩短计时</translation>
        </message>
        <message>
            <source>Pause a timer</source>
            <translation>暂停计时</translation>
        </message>
        <message>
            <source>Resume a timer</source>
            <translation>继续计时</translation>
        </message>
        <message>
            <source>Tell a timer</source>
            <translation>报告计时</translation>
        </message>
        <message>
            <source>Add to the shopping list</source>
            <translation>加入购物清单</translation>
        </message>
        <message>
            <source>Tick off the shopping list</source>
            <translation>从购物清单划掉</translation>
        </message>
        <message>
            <source>Add to a list</source>
            <translation>加入清单</translation>
        </message>
        <message>
            <source>Tick off a list</source>
            <translation>从清单划掉</translation>
        </message>
        <message>
            <source>Remove from a list</source>
            <translation>从清单移除</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>Play on</source>
            <translation>继续播放</translation>
        </message>
        <message>
            <source>Next track</source>
            <translation>下一首</translation>
        </message>
        <message>
            <source>Previous track</source>
            <translation>上一首</translation>
        </message>
        <message>
            <source>Play music</source>
            <translation>播放音乐</translation>
        </message>
        <message>
            <source>Set the volume</source>
            <translation>设置音量</translation>
        </message>
        <message>
            <source>Change the volume</source>
            <translation>改变音量</translation>
        </message>
        <message>
            <source>Mute a player</source>
            <translation>播放器静音</translation>
        </message>
        <message>
            <source>Unmute a player</source>
            <translation>取消播放器静音</translation>
        </message>
        <message>
            <source>Vacuum</source>
            <translation>吸尘</translation>
        </message>
        <message>
            <source>Vacuum a room</source>
            <translation>清扫房间</translation>
        </message>
        <message>
            <source>Send the vacuum home</source>
            <translation>吸尘器回充</translation>
        </message>
        <message>
            <source>Mow the lawn</source>
            <translation>割草</translation>
        </message>
        <message>
            <source>Send the mower home</source>
            <translation>割草机返回</translation>
        </message>
        <message>
            <source>Announce</source>
            <translation>广播</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>回答</translation>
        </message>
        <message>
            <source>Never mind</source>
            <translation>算了</translation>
        </message>
        <message>
            <source>name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>floor</source>
            <translation>楼层</translation>
        </message>
        <message>
            <source>kind</source>
            <translation>种类</translation>
        </message>
        <message>
            <source>brightness</source>
            <translation>亮度</translation>
        </message>
        <message>
            <source>temperature</source>
            <translation>温度</translation>
        </message>
        <message>
            <source>colour</source>
            <translation>颜色</translation>
        </message>
        <message>
            <source>position</source>
            <translation>位置</translation>
        </message>
        <message>
            <source>minutes</source>
            <translation>分钟</translation>
        </message>
        <message>
            <source>seconds</source>
            <translation>秒</translation>
        </message>
        <message>
            <source>hours</source>
            <translation>小时</translation>
        </message>
        <message>
            <source>item</source>
            <translation>物品</translation>
        </message>
        <message>
            <source>volume</source>
            <translation>音量</translation>
        </message>
        <message>
            <source>Nothing was said</source>
            <translation>什么都没有说</translation>
        </message>
        <message>
            <source>That is no sentence of this home</source>
            <translation>这个家里没有这样的句子</translation>
        </message>
        <message>
            <source>Not sure enough</source>
            <translation>把握不够</translation>
        </message>
        <message>
            <source>Two orders fit about as well</source>
            <translation>两个指令差不多一样吻合</translation>
        </message>
        <message>
            <source>The sentence took too long</source>
            <translation>句子太长</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>已取消</translation>
        </message>
        <message>
            <source>Takes almost anything for a command: fewer repeats, more mistakes.</source>
            <translation>几乎什么都当作指令：少重复，多出错。</translation>
        </message>
        <message>
            <source>Lenient: asks you to repeat less often, acts wrongly a little more often.</source>
            <translation>宽松：较少要您重复，出错稍多一些。</translation>
        </message>
        <message>
            <source>Balanced, as calibrated on recordings.</source>
            <translation>均衡，按录音校准。</translation>
        </message>
        <message>
            <source>Strict: acts wrongly less often, asks you to repeat more often.</source>
            <translation>严格：较少出错，较常要您重复。</translation>
        </message>
        <message>
            <source>on</source>
            <translation>开</translation>
        </message>
        <message>
            <source>off</source>
            <translation>关</translation>
        </message>
        <message>
            <source>open</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>closed</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>opening</source>
            <translation>正在打开</translation>
        </message>
        <message>
            <source>closing</source>
            <translation>正在关闭</translation>
        </message>
        <message>
            <source>locked</source>
            <translation>已上锁</translation>
        </message>
        <message>
            <source>unlocked</source>
            <translation>未上锁</translation>
        </message>
        <message>
            <source>heating</source>
            <translation>制热</translation>
        </message>
        <message>
            <source>cooling</source>
            <translation>制冷</translation>
        </message>
        <message>
            <source>automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>idle</source>
            <translation>空闲</translation>
        </message>
        <message>
            <source>playing</source>
            <translation>正在播放</translation>
        </message>
        <message>
            <source>paused</source>
            <translation>已暂停</translation>
        </message>
        <message>
            <source>docked</source>
            <translation>充电中</translation>
        </message>
        <message>
            <source>cleaning</source>
            <translation>清扫中</translation>
        </message>
        <message>
            <source>returning</source>
            <translation>返回中</translation>
        </message>
        <message>
            <source>mowing</source>
            <translation>割草中</translation>
        </message>
        <message>
            <source>disarmed</source>
            <translation>已撤防</translation>
        </message>
        <message>
            <source>armed, at home</source>
            <translation>在家布防</translation>
        </message>
        <message>
            <source>armed, away</source>
            <translation>外出布防</translation>
        </message>
        <message>
            <source>armed, night</source>
            <translation>夜间布防</translation>
        </message>
        <message>
            <source>alarm!</source>
            <translation>报警！</translation>
        </message>
        <message>
            <source>does not answer</source>
            <translation>没有回应</translation>
        </message>
        <message>
            <source>at home</source>
            <translation>在家</translation>
        </message>
        <message>
            <source>Declined</source>
            <translation>婉拒</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Asks first</source>
            <translation>先询问</translation>
        </message>
        <message>
            <source>Push to talk</source>
            <translation>按键说话</translation>
        </message>
        <message>
            <source>Always listening</source>
            <translation>一直聆听</translation>
        </message>
        <message>
            <source>It listens only while you hold the button or press the key.</source>
            <translation>只在您按住按钮或按键时聆听。</translation>
        </message>
        <message>
            <source>It waits for the wake phrase, then listens to one command.</source>
            <translation>等待唤醒词，然后听一条指令。</translation>
        </message>
        <message>
            <source>Everything said in the room is judged, more strictly; no wake phrase is needed.</source>
            <translation>房间里说的每句话都会判断，而且更严格；不需要唤醒词。</translation>
        </message>
        <message>
            <source>{count} items</source>
            <translation>{count} 项</translation>
        </message>
        <message>
            <source>Show the window</source>
            <translation>显示窗口</translation>
        </message>
        <message>
            <source>Talk now</source>
            <translation>现在说话</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>退出</translation>
        </message>
        <message>
            <source>Notices</source>
            <translation>通知</translation>
        </message>
        <message>
            <source>Dismiss</source>
            <translation>知道了</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>再试一次</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>设备</translation>
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
            <source>Save names</source>
            <translation>保存名称</translation>
        </message>
        <message>
            <source>Ask before it opens or turns on</source>
            <translation>打开之前先询问</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>数值</translation>
        </message>
        <message>
            <source>Names</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>English, parted by commas</source>
            <translation>英文，用逗号分隔</translation>
        </message>
        <message>
            <source>Chinese, parted by commas</source>
            <translation>中文，用逗号分隔</translation>
        </message>
        <message>
            <source>No device is chosen</source>
            <translation>没有选择设备</translation>
        </message>
        <message>
            <source>Choose one in the list to work it or to name it.</source>
            <translation>在列表中选择一个设备，来操作或命名。</translation>
        </message>
        <message>
            <source>Nothing has changed.</source>
            <translation>没有变化。</translation>
        </message>
        <message>
            <source>What was understood</source>
            <translation>听懂的内容</translation>
        </message>
        <message>
            <source>typed</source>
            <translation>打字</translation>
        </message>
        <message>
            <source>Undone</source>
            <translation>已撤销</translation>
        </message>
        <message>
            <source>spoken {seconds} s</source>
            <translation>说话 {seconds} 秒</translation>
        </message>
        <message>
            <source>{sure} sure</source>
            <translation>{sure} 的把握</translation>
        </message>
        <message>
            <source>decided in {ms} ms</source>
            <translation>决定用时 {ms} 毫秒</translation>
        </message>
        <message>
            <source>done in {ms} ms</source>
            <translation>执行用时 {ms} 毫秒</translation>
        </message>
        <message>
            <source>nearest: “{text}” ({sure})</source>
            <translation>最接近：“{text}”（{sure}）</translation>
        </message>
        <message>
            <source>Input level</source>
            <translation>输入音量</translation>
        </message>
        <message>
            <source>too loud</source>
            <translation>太响</translation>
        </message>
        <message>
            <source>{level} dB</source>
            <translation>{level} 分贝</translation>
        </message>
        <message>
            <source>Accuracy and size of the models</source>
            <translation>各模型的准确率和大小</translation>
        </message>
        <message>
            <source>size, MB (mean of all percentages upwards)</source>
            <translation>大小，MB（纵轴为各百分比的平均）</translation>
        </message>
        <message>
            <source>Hold it while you speak, or click it once and speak. Keys: Space, Ctrl+Space.</source>
            <translation>说话时按住，或点一下再说。按键：空格、Ctrl+空格。</translation>
        </message>
        <message>
            <source>Hold to talk</source>
            <translation>按住说话</translation>
        </message>
        <message>
            <source>Spectrogram and words</source>
            <translation>频谱图和词语</translation>
        </message>
        <message>
            <source>It was typed: there is no sound to show.</source>
            <translation>这是打字输入的，没有声音可显示。</translation>
        </message>
    </context>
</TS>
