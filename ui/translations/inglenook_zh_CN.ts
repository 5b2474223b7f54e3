<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>inglenook</name>
        <message>
            <source>Pages</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>First steps</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Skip</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Next</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Back</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Finish</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Microphone</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The system's default</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Wake phrases, parted by commas</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Which microphone?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Say something: the bar moves where it hears you. Another microphone is used after “Finish”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Which languages do you speak?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Both may be on at the same time.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What wakes it?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Any words. Longer phrases are heard by mistake less often.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your home</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A simulated home is ready to play with. Its rooms and devices are on the page Home; there you can give them your own names. Then say, for example, “turn on the kitchen lights”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>History</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Search the history</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Which lines</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Which meaning</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Which room</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What was said</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Clear the history…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Forget everything that was said, and the recordings?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Forget it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keep it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Refused</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Search</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Everything</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Understood</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Done or declined</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Faults</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Any meaning</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Any room</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The history is being opened.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No history is kept; see Settings, Privacy.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing fits.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing has been said yet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Said</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Meaning</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What came of it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sure</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Home</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Find a room or device</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Rooms and devices</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Undo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The home is being loaded.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{count} devices</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Takes back what was done last</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Name</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>State</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Muted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not understood</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your answer?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Done</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Loading the model and the sentences of your home.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The microphone is closed. You can still type.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No microphone is heard. You can type meanwhile.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Say a command.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Just say a command.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Listen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Spectrogram of what is heard</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The sentence so far</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mute</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Type a command</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Getting ready…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not listening</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ready</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Listening…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Thinking…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Lets go of the microphone (Ctrl+M)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Or type a command, such as: turn on the kitchen lights</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Unmute</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Hold the button or press Space, then speak.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Heard “{phrase}”; now say a command.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Microphone: {device}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Say “{phrase}”, then a command.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Use this model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Figures of the model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Measure on this computer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cancel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Progress of the measurement</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Model card</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Speed here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Result</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>95 % interval</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Of</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>an hour</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>In use: {file}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>While somebody speaks it takes {rtf} of one core (model {model}, decoder {decoder}); a decision comes after {p50} ms, at worst {p95} ms; loading took {load} s. {machine}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sentences</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>In force</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your own</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Find a sentence or a meaning</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reading the sentences…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sentences by language and meaning</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Language of the sentences</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your own sentences</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save and use</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Begin with an example</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Try a sentence</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>your own sentence</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a sentence that came with it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Saved; it is understood at once.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Size of the grammar: {before} → {count} templates, {states_before} → {states} states, {arcs_before} → {arcs} arcs.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Say it now: type a sentence to see what it would mean</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That would not be understood.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Size of the grammar: {count} templates, {states} states.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{count} templates are in force; ★ are your own.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Line {line}: </source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No faults, and nothing ambiguous.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sentences of your own come before all others. Begin with an example.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>For example: {sentences}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Settings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Record 3 seconds and play them</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Recording</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Say something…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Languages that are understood</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Wake phrase</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Any words, English or Chinese; several are parted by commas.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Use</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>When it listens</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Strictness</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Answers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Read answers aloud</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Home and start</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Simulated home on this computer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Start at login</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Privacy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Network: nothing. The sound, the text and your home never leave this computer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sound is held in memory for 20 seconds, to draw it; it is written only if you allow it below.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Language of this window</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The recording is forgotten afterwards</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Both may be on; one alone is heard a little better.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Test the connection</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show the first steps again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keep a history of what was said</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keep the sound of each command too</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Light or dark is as your desktop says.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The system's default ({name})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Playing…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That is what it hears.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no voice on this system (Qt TextToSpeech of PySide6-Addons).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Kept in {folder}: what was understood (text and scores), what devices are doing, corrections.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Kept in {folder}: your settings, names and sentences.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} (not there)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It answers: {count} devices.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Noted: none of these was meant.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Why</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The last utterances</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing was said yet. Say or type something, and this page explains what came of it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What it could have been</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This was wrong</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>None of these was meant</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Export a diagnosis…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Export a diagnosis</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Noted: “{text}” was meant.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose in the list what was meant first</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Text and scores, without sound</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sentence</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Fit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not a command: {score} · needed for a command: {threshold}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Written to {file}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It was typed, so nothing had to be guessed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It was typed, and no sentence of this home reads like that.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Refused: two sentences with different meanings fit about as well.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Refused: it was {sure} sure of the best sentence and needs {needed}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Refused: it went on for longer than any sentence of this home.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Refused: it sounds more like other speech than like any sentence of this home ({sure} sure of the best one, {needed} needed).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Refused: no sentence of this home fits what was heard.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Taken: it was {sure} sure, and needs {needed}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What came second, “{rival}”, got {score}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>room</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It needs at least one name.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Can be said and is not taken.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That is a long name to say.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>“{name}” cannot be said: use letters, digits, spaces, hyphens and apostrophes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No dictionary knows “{word}”; it is said as {phones}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>“{name}” is also the name of {other}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>“{name}” sounds like {other}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Turn on</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Turn off</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Brightness</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Speed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Position</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Volume</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Temperature</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No room</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Close</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Lock</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Unlock</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Start</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send home</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Arm</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Disarm</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Press</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Begin</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Write words, in English or Chinese.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Good: {count} sounds, and no common word is like it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Short: only {count} sounds. It will be heard by mistake often; take three syllables or more.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sounds like “{word}”, which people often say.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Acts only when it is nearly certain; you will repeat yourself often.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Toggle</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Set the light</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Move to a position</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Set the temperature</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Tell the temperature</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Set the fan mode</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Set the fan speed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Tell a state</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Tell the weather</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Tell the time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Tell the date</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Start a timer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cancel a timer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cancel all timers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Lengthen a timer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Shorten a timer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pause a timer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Resume a timer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Tell a timer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add to the shopping list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Tick off the shopping list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add to a list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Tick off a list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove from a list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pause</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Play on</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Next track</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Previous track</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Play music</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Set the volume</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Change the volume</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mute a player</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Unmute a player</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Vacuum</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Vacuum a room</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send the vacuum home</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mow the lawn</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send the mower home</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Announce</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Answer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Never mind</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>name</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>floor</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>kind</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>brightness</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>temperature</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>colour</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>position</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>minutes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>seconds</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>hours</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>item</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>volume</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing was said</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That is no sentence of this home</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not sure enough</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Two orders fit about as well</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The sentence took too long</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cancelled</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Takes almost anything for a command: fewer repeats, more mistakes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Lenient: asks you to repeat less often, acts wrongly a little more often.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Balanced, as calibrated on recordings.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Strict: acts wrongly less often, asks you to repeat more often.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>on</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>off</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>open</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>closed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>opening</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>closing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>locked</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>unlocked</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>heating</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>cooling</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>automatic</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>idle</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>playing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>paused</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>docked</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>cleaning</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>returning</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>mowing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>disarmed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>armed, at home</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>armed, away</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>armed, night</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>alarm!</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>does not answer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>at home</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Declined</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Failed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Asks first</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Push to talk</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Always listening</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It listens only while you hold the button or press the key.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It waits for the wake phrase, then listens to one command.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Everything said in the room is judged, more strictly; no wake phrase is needed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{count} items</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show the window</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Talk now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Quit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Notices</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dismiss</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Try again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Device</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Yes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save names</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ask before it opens or turns on</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Value</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Names</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>English, parted by commas</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Chinese, parted by commas</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No device is chosen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose one in the list to work it or to name it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing has changed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What was understood</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>typed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Undone</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>spoken {seconds} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{sure} sure</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>decided in {ms} ms</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>done in {ms} ms</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>nearest: “{text}” ({sure})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Input level</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>too loud</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{level} dB</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Accuracy and size of the models</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>size, MB (mean of all percentages upwards)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Hold it while you speak, or click it once and speak. Keys: Space, Ctrl+Space.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Hold to talk</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Spectrogram and words</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It was typed: there is no sound to show.</source>
            <translation type="unfinished" />
        </message>
    </context>
</TS>
