<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>inglenook</name>
        <message>
            <source>Pages</source>
            <translation>Pages</translation>
        </message>
        <message>
            <source>First steps</source>
            <translation>First steps</translation>
        </message>
        <message>
            <source>Skip</source>
            <translation>Skip</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>Next</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>Back</translation>
        </message>
        <message>
            <source>Finish</source>
            <translation>Finish</translation>
        </message>
        <message>
            <source>Microphone</source>
            <translation>Microphone</translation>
        </message>
        <message>
            <source>The system's default</source>
            <translation>The system's default</translation>
        </message>
        <message>
            <source>Wake phrases, parted by commas</source>
            <translation>Wake phrases, parted by commas</translation>
        </message>
        <message>
            <source>Which microphone?</source>
            <translation>Which microphone?</translation>
        </message>
        <message>
            <source>Say something: the bar moves where it hears you. Another microphone is used after “Finish”.</source>
            <translation>Say something: the bar moves where it hears you. Another microphone is used after “Finish”.</translation>
        </message>
        <message>
            <source>Which languages do you speak?</source>
            <translation>Which languages do you speak?</translation>
        </message>
        <message>
            <source>Both may be on at the same time.</source>
            <translation>Both may be on at the same time.</translation>
        </message>
        <message>
            <source>What wakes it?</source>
            <translation>What wakes it?</translation>
        </message>
        <message>
            <source>Any words. Longer phrases are heard by mistake less often.</source>
            <translation>Any words. Longer phrases are heard by mistake less often.</translation>
        </message>
        <message>
            <source>Your home</source>
            <translation>Your home</translation>
        </message>
        <message>
            <source>A simulated home is ready to play with. Its rooms and devices are on the page Home; there you can give them your own names. Then say, for example, “turn on the kitchen lights”.</source>
            <translation>A simulated home is ready to play with. Its rooms and devices are on the page Home; there you can give them your own names. Then say, for example, “turn on the kitchen lights”.</translation>
        </message>
        <message>
            <source>History</source>
            <translation>History</translation>
        </message>
        <message>
            <source>Search the history</source>
            <translation>Search the history</translation>
        </message>
        <message>
            <source>Which lines</source>
            <translation>Which lines</translation>
        </message>
        <message>
            <source>Which meaning</source>
            <translation>Which meaning</translation>
        </message>
        <message>
            <source>Which room</source>
            <translation>Which room</translation>
        </message>
        <message>
            <source>What was said</source>
            <translation>What was said</translation>
        </message>
        <message>
            <source>Clear the history…</source>
            <translation>Clear the history…</translation>
        </message>
        <message>
            <source>Forget everything that was said, and the recordings?</source>
            <translation>Forget everything that was said, and the recordings?</translation>
        </message>
        <message>
            <source>Forget it</source>
            <translation>Forget it</translation>
        </message>
        <message>
            <source>Keep it</source>
            <translation>Keep it</translation>
        </message>
        <message>
            <source>Refused</source>
            <translation>Refused</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Search</translation>
        </message>
        <message>
            <source>Everything</source>
            <translation>Everything</translation>
        </message>
        <message>
            <source>Understood</source>
            <translation>Understood</translation>
        </message>
        <message>
            <source>Done or declined</source>
            <translation>Done or declined</translation>
        </message>
        <message>
            <source>Faults</source>
            <translation>Faults</translation>
        </message>
        <message>
            <source>Any meaning</source>
            <translation>Any meaning</translation>
        </message>
        <message>
            <source>Any room</source>
            <translation>Any room</translation>
        </message>
        <message>
            <source>The history is being opened.</source>
            <translation>The history is being opened.</translation>
        </message>
        <message>
            <source>No history is kept; see Settings, Privacy.</source>
            <translation>No history is kept; see Settings, Privacy.</translation>
        </message>
        <message>
            <source>Nothing fits.</source>
            <translation>Nothing fits.</translation>
        </message>
        <message>
            <source>Nothing has been said yet.</source>
            <translation>Nothing has been said yet.</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>Time</translation>
        </message>
        <message>
            <source>Said</source>
            <translation>Said</translation>
        </message>
        <message>
            <source>Meaning</source>
            <translation>Meaning</translation>
        </message>
        <message>
            <source>What came of it</source>
            <translation>What came of it</translation>
        </message>
        <message>
            <source>Sure</source>
            <translation>Sure</translation>
        </message>
        <message>
            <source>Home</source>
            <translation>Home</translation>
        </message>
        <message>
            <source>Find a room or device</source>
            <translation>Find a room or device</translation>
        </message>
        <message>
            <source>Rooms and devices</source>
            <translation>Rooms and devices</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Undo</translation>
        </message>
        <message>
            <source>The home is being loaded.</source>
            <translation>The home is being loaded.</translation>
        </message>
        <message>
            <source>{count} devices</source>
            <translation>{count} devices</translation>
        </message>
        <message>
            <source>Takes back what was done last</source>
            <translation>Takes back what was done last</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>State</source>
            <translation>State</translation>
        </message>
        <message>
            <source>Muted</source>
            <translation>Muted</translation>
        </message>
        <message>
            <source>Not understood</source>
            <translation>Not understood</translation>
        </message>
        <message>
            <source>Your answer?</source>
            <translation>Your answer?</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Done</translation>
        </message>
        <message>
            <source>Loading the model and the sentences of your home.</source>
            <translation>Loading the model and the sentences of your home.</translation>
        </message>
        <message>
            <source>The microphone is closed. You can still type.</source>
            <translation>The microphone is closed. You can still type.</translation>
        </message>
        <message>
            <source>No microphone is heard. You can type meanwhile.</source>
            <translation>No microphone is heard. You can type meanwhile.</translation>
        </message>
        <message>
            <source>Say a command.</source>
            <translation>Say a command.</translation>
        </message>
        <message>
            <source>Just say a command.</source>
            <translation>Just say a command.</translation>
        </message>
        <message>
            <source>Listen</source>
            <translation>Listen</translation>
        </message>
        <message>
            <source>Spectrogram of what is heard</source>
            <translation>Spectrogram of what is heard</translation>
        </message>
        <message>
            <source>The sentence so far</source>
            <translation>The sentence so far</translation>
        </message>
        <message>
            <source>Mute</source>
            <translation>Mute</translation>
        </message>
        <message>
            <source>Type a command</source>
            <translation>Type a command</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>Send</translation>
        </message>
        <message>
            <source>Getting ready…</source>
            <translation>Getting ready…</translation>
        </message>
        <message>
            <source>Not listening</source>
            <translation>Not listening</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>Ready</translation>
        </message>
        <message>
            <source>Listening…</source>
            <translation>Listening…</translation>
        </message>
        <message>
            <source>Thinking…</source>
            <translation>Thinking…</translation>
        </message>
        <message>
            <source>Lets go of the microphone (Ctrl+M)</source>
            <translation>Lets go of the microphone (Ctrl+M)</translation>
        </message>
        <message>
            <source>Or type a command, such as: turn on the kitchen lights</source>
            <translation>Or type a command, such as: turn on the kitchen lights</translation>
        </message>
        <message>
            <source>Unmute</source>
            <translation>Unmute</translation>
        </message>
        <message>
            <source>Hold the button or press Space, then speak.</source>
            <translation>Hold the button or press Space, then speak.</translation>
        </message>
        <message>
            <source>Heard “{phrase}”; now say a command.</source>
            <translation>Heard “{phrase}”; now say a command.</translation>
        </message>
        <message>
            <source>Microphone: {device}.</source>
            <translation>Microphone: {device}.</translation>
        </message>
        <message>
            <source>Say “{phrase}”, then a command.</source>
            <translation>Say “{phrase}”, then a command.</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Model</translation>
        </message>
        <message>
            <source>Use this model</source>
            <translation>Use this model</translation>
        </message>
        <message>
            <source>Figures of the model</source>
            <translation>Figures of the model</translation>
        </message>
        <message>
            <source>Measure on this computer</source>
            <translation>Measure on this computer</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>Progress of the measurement</source>
            <translation>Progress of the measurement</translation>
        </message>
        <message>
            <source>Model card</source>
            <translation>Model card</translation>
        </message>
        <message>
            <source>Speed here</source>
            <translation>Speed here</translation>
        </message>
        <message>
            <source>What</source>
            <translation>What</translation>
        </message>
        <message>
            <source>Result</source>
            <translation>Result</translation>
        </message>
        <message>
            <source>95 % interval</source>
            <translation>95 % interval</translation>
        </message>
        <message>
            <source>Of</source>
            <translation>Of</translation>
        </message>
        <message>
            <source>an hour</source>
            <translation>an hour</translation>
        </message>
        <message>
            <source>In use: {file}</source>
            <translation>In use: {file}</translation>
        </message>
        <message>
            <source>While somebody speaks it takes {rtf} of one core (model {model}, decoder {decoder}); a decision comes after {p50} ms, at worst {p95} ms; loading took {load} s. {machine}.</source>
            <translation>While somebody speaks it takes {rtf} of one core (model {model}, decoder {decoder}); a decision comes after {p50} ms, at worst {p95} ms; loading took {load} s. {machine}.</translation>
        </message>
        <message>
            <source>Sentences</source>
            <translation>Sentences</translation>
        </message>
        <message>
            <source>In force</source>
            <translation>In force</translation>
        </message>
        <message>
            <source>Your own</source>
            <translation>Your own</translation>
        </message>
        <message>
            <source>Find a sentence or a meaning</source>
            <translation>Find a sentence or a meaning</translation>
        </message>
        <message>
            <source>Reading the sentences…</source>
            <translation>Reading the sentences…</translation>
        </message>
        <message>
            <source>Sentences by language and meaning</source>
            <translation>Sentences by language and meaning</translation>
        </message>
        <message>
            <source>Language of the sentences</source>
            <translation>Language of the sentences</translation>
        </message>
        <message>
            <source>Your own sentences</source>
            <translation>Your own sentences</translation>
        </message>
        <message>
            <source>Save and use</source>
            <translation>Save and use</translation>
        </message>
        <message>
            <source>Begin with an example</source>
            <translation>Begin with an example</translation>
        </message>
        <message>
            <source>Try a sentence</source>
            <translation>Try a sentence</translation>
        </message>
        <message>
            <source>your own sentence</source>
            <translation>your own sentence</translation>
        </message>
        <message>
            <source>a sentence that came with it</source>
            <translation>a sentence that came with it</translation>
        </message>
        <message>
            <source>Saved; it is understood at once.</source>
            <translation>Saved; it is understood at once.</translation>
        </message>
        <message>
            <source>Size of the grammar: {before} → {count} templates, {states_before} → {states} states, {arcs_before} → {arcs} arcs.</source>
            <translation>Size of the grammar: {before} → {count} templates, {states_before} → {states} states, {arcs_before} → {arcs} arcs.</translation>
        </message>
        <message>
            <source>Say it now: type a sentence to see what it would mean</source>
            <translation>Say it now: type a sentence to see what it would mean</translation>
        </message>
        <message>
            <source>That would not be understood.</source>
            <translation>That would not be understood.</translation>
        </message>
        <message>
            <source>Size of the grammar: {count} templates, {states} states.</source>
            <translation>Size of the grammar: {count} templates, {states} states.</translation>
        </message>
        <message>
            <source>{count} templates are in force; ★ are your own.</source>
            <translation>{count} templates are in force; ★ are your own.</translation>
        </message>
        <message>
            <source>Line {line}: </source>
            <translation>Line {line}: </translation>
        </message>
        <message>
            <source>No faults, and nothing ambiguous.</source>
            <translation>No faults, and nothing ambiguous.</translation>
        </message>
        <message>
            <source>Sentences of your own come before all others. Begin with an example.</source>
            <translation>Sentences of your own come before all others. Begin with an example.</translation>
        </message>
        <message>
            <source>For example: {sentences}</source>
            <translation>For example: {sentences}</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Settings</translation>
        </message>
        <message>
            <source>Record 3 seconds and play them</source>
            <translation>Record 3 seconds and play them</translation>
        </message>
        <message>
            <source>Recording</source>
            <translation>Recording</translation>
        </message>
        <message>
            <source>Say something…</source>
            <translation>Say something…</translation>
        </message>
        <message>
            <source>Languages that are understood</source>
            <translation>Languages that are understood</translation>
        </message>
        <message>
            <source>Wake phrase</source>
            <translation>Wake phrase</translation>
        </message>
        <message>
            <source>Any words, English or Chinese; several are parted by commas.</source>
            <translation>Any words, English or Chinese; several are parted by commas.</translation>
        </message>
        <message>
            <source>Use</source>
            <translation>Use</translation>
        </message>
        <message>
            <source>When it listens</source>
            <translation>When it listens</translation>
        </message>
        <message>
            <source>Strictness</source>
            <translation>Strictness</translation>
        </message>
        <message>
            <source>Answers</source>
            <translation>Answers</translation>
        </message>
        <message>
            <source>Read answers aloud</source>
            <translation>Read answers aloud</translation>
        </message>
        <message>
            <source>Home and start</source>
            <translation>Home and start</translation>
        </message>
        <message>
            <source>Simulated home on this computer</source>
            <translation>Simulated home on this computer</translation>
        </message>
        <message>
            <source>Start at login</source>
            <translation>Start at login</translation>
        </message>
        <message>
            <source>Privacy</source>
            <translation>Privacy</translation>
        </message>
        <message>
            <source>Network: nothing. The sound, the text and your home never leave this computer.</source>
            <translation>Network: nothing. The sound, the text and your home never leave this computer.</translation>
        </message>
        <message>
            <source>Sound is held in memory for 20 seconds, to draw it; it is written only if you allow it below.</source>
            <translation>Sound is held in memory for 20 seconds, to draw it; it is written only if you allow it below.</translation>
        </message>
        <message>
            <source>Language of this window</source>
            <translation>Language of this window</translation>
        </message>
        <message>
            <source>The recording is forgotten afterwards</source>
            <translation>The recording is forgotten afterwards</translation>
        </message>
        <message>
            <source>Look again</source>
            <translation>Look again</translation>
        </message>
        <message>
            <source>Both may be on; one alone is heard a little better.</source>
            <translation>Both may be on; one alone is heard a little better.</translation>
        </message>
        <message>
            <source>Test the connection</source>
            <translation>Test the connection</translation>
        </message>
        <message>
            <source>Show the first steps again</source>
            <translation>Show the first steps again</translation>
        </message>
        <message>
            <source>Keep a history of what was said</source>
            <translation>Keep a history of what was said</translation>
        </message>
        <message>
            <source>Keep the sound of each command too</source>
            <translation>Keep the sound of each command too</translation>
        </message>
        <message>
            <source>Light or dark is as your desktop says.</source>
            <translation>Light or dark is as your desktop says.</translation>
        </message>
        <message>
            <source>The system's default ({name})</source>
            <translation>The system's default ({name})</translation>
        </message>
        <message>
            <source>Playing…</source>
            <translation>Playing…</translation>
        </message>
        <message>
            <source>That is what it hears.</source>
            <translation>That is what it hears.</translation>
        </message>
        <message>
            <source>There is no voice on this system (Qt TextToSpeech of PySide6-Addons).</source>
            <translation>There is no voice on this system (Qt TextToSpeech of PySide6-Addons).</translation>
        </message>
        <message>
            <source>Kept in {folder}: what was understood (text and scores), what devices are doing, corrections.</source>
            <translation>Kept in {folder}: what was understood (text and scores), what devices are doing, corrections.</translation>
        </message>
        <message>
            <source>Kept in {folder}: your settings, names and sentences.</source>
            <translation>Kept in {folder}: your settings, names and sentences.</translation>
        </message>
        <message>
            <source>{name} (not there)</source>
            <translation>{name} (not there)</translation>
        </message>
        <message>
            <source>It answers: {count} devices.</source>
            <translation>It answers: {count} devices.</translation>
        </message>
        <message>
            <source>Noted: none of these was meant.</source>
            <translation>Noted: none of these was meant.</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>Why</translation>
        </message>
        <message>
            <source>The last utterances</source>
            <translation>The last utterances</translation>
        </message>
        <message>
            <source>Nothing was said yet. Say or type something, and this page explains what came of it.</source>
            <translation>Nothing was said yet. Say or type something, and this page explains what came of it.</translation>
        </message>
        <message>
            <source>What it could have been</source>
            <translation>What it could have been</translation>
        </message>
        <message>
            <source>This was wrong</source>
            <translation>This was wrong</translation>
        </message>
        <message>
            <source>None of these was meant</source>
            <translation>None of these was meant</translation>
        </message>
        <message>
            <source>Export a diagnosis…</source>
            <translation>Export a diagnosis…</translation>
        </message>
        <message>
            <source>Export a diagnosis</source>
            <translation>Export a diagnosis</translation>
        </message>
        <message>
            <source>Noted: “{text}” was meant.</source>
            <translation>Noted: “{text}” was meant.</translation>
        </message>
        <message>
            <source>Choose in the list what was meant first</source>
            <translation>Choose in the list what was meant first</translation>
        </message>
        <message>
            <source>Text and scores, without sound</source>
            <translation>Text and scores, without sound</translation>
        </message>
        <message>
            <source>Sentence</source>
            <translation>Sentence</translation>
        </message>
        <message>
            <source>Fit</source>
            <translation>Fit</translation>
        </message>
        <message>
            <source>Not a command: {score} · needed for a command: {threshold}</source>
            <translation>Not a command: {score} · needed for a command: {threshold}</translation>
        </message>
        <message>
            <source>Written to {file}</source>
            <translation>Written to {file}</translation>
        </message>
        <message>
            <source>It was typed, so nothing had to be guessed.</source>
            <translation>It was typed, so nothing had to be guessed.</translation>
        </message>
        <message>
            <source>It was typed, and no sentence of this home reads like that.</source>
            <translation>It was typed, and no sentence of this home reads like that.</translation>
        </message>
        <message>
            <source>Refused: two sentences with different meanings fit about as well.</source>
            <translation>Refused: two sentences with different meanings fit about as well.</translation>
        </message>
        <message>
            <source>Refused: it was {sure} sure of the best sentence and needs {needed}.</source>
            <translation>Refused: it was {sure} sure of the best sentence and needs {needed}.</translation>
        </message>
        <message>
            <source>Refused: it went on for longer than any sentence of this home.</source>
            <translation>Refused: it went on for longer than any sentence of this home.</translation>
        </message>
        <message>
            <source>Refused: it sounds more like other speech than like any sentence of this home ({sure} sure of the best one, {needed} needed).</source>
            <translation>Refused: it sounds more like other speech than like any sentence of this home ({sure} sure of the best one, {needed} needed).</translation>
        </message>
        <message>
            <source>Refused: no sentence of this home fits what was heard.</source>
            <translation>Refused: no sentence of this home fits what was heard.</translation>
        </message>
        <message>
            <source>Taken: it was {sure} sure, and needs {needed}.</source>
            <translation>Taken: it was {sure} sure, and needs {needed}.</translation>
        </message>
        <message>
            <source>What came second, “{rival}”, got {score}.</source>
            <translation>What came second, “{rival}”, got {score}.</translation>
        </message>
        <message>
            <source>room</source>
            <translation>room</translation>
        </message>
        <message>
            <source>It needs at least one name.</source>
            <translation>It needs at least one name.</translation>
        </message>
        <message>
            <source>Can be said and is not taken.</source>
            <translation>Can be said and is not taken.</translation>
        </message>
        <message>
            <source>That is a long name to say.</source>
            <translation>That is a long name to say.</translation>
        </message>
        <message>
            <source>“{name}” cannot be said: use letters, digits, spaces, hyphens and apostrophes.</source>
            <translation>“{name}” cannot be said: use letters, digits, spaces, hyphens and apostrophes.</translation>
        </message>
        <message>
            <source>No dictionary knows “{word}”; it is said as {phones}.</source>
            <translation>No dictionary knows “{word}”; it is said as {phones}.</translation>
        </message>
        <message>
            <source>“{name}” is also the name of {other}.</source>
            <translation>“{name}” is also the name of {other}.</translation>
        </message>
        <message>
            <source>“{name}” sounds like {other}.</source>
            <translation>“{name}” sounds like {other}.</translation>
        </message>
        <message>
            <source>Turn on</source>
            <translation>Turn on</translation>
        </message>
        <message>
            <source>Turn off</source>
            <translation>Turn off</translation>
        </message>
        <message>
            <source>Brightness</source>
            <translation>Brightness</translation>
        </message>
        <message>
            <source>Speed</source>
            <translation>Speed</translation>
        </message>
        <message>
            <source>Position</source>
            <translation>Position</translation>
        </message>
        <message>
            <source>Volume</source>
            <translation>Volume</translation>
        </message>
        <message>
            <source>Temperature</source>
            <translation>Temperature</translation>
        </message>
        <message>
            <source>No room</source>
            <translation>No room</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Open</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Close</translation>
        </message>
        <message>
            <source>Lock</source>
            <translation>Lock</translation>
        </message>
        <message>
            <source>Unlock</source>
            <translation>Unlock</translation>
        </message>
        <message>
            <source>Start</source>
            <translation>Start</translation>
        </message>
        <message>
            <source>Send home</source>
            <translation>Send home</translation>
        </message>
        <message>
            <source>Arm</source>
            <translation>Arm</translation>
        </message>
        <message>
            <source>Disarm</source>
            <translation>Disarm</translation>
        </message>
        <message>
            <source>Press</source>
            <translation>Press</translation>
        </message>
        <message>
            <source>Begin</source>
            <translation>Begin</translation>
        </message>
        <message>
            <source>Write words, in English or Chinese.</source>
            <translation>Write words, in English or Chinese.</translation>
        </message>
        <message>
            <source>Good: {count} sounds, and no common word is like it.</source>
            <translation>Good: {count} sounds, and no common word is like it.</translation>
        </message>
        <message>
            <source>Short: only {count} sounds. It will be heard by mistake often; take three syllables or more.</source>
            <translation>Short: only {count} sounds. It will be heard by mistake often; take three syllables or more.</translation>
        </message>
        <message>
            <source>Sounds like “{word}”, which people often say.</source>
            <translation>Sounds like “{word}”, which people often say.</translation>
        </message>
        <message>
            <source>Acts only when it is nearly certain; you will repeat yourself often.</source>
            <translation>Acts only when it is nearly certain; you will repeat yourself often.</translation>
        </message>
        <message>
            <source>Toggle</source>
            <translation>Toggle</translation>
        </message>
        <message>
            <source>Set the light</source>
            <translation>Set the light</translation>
        </message>
        <message>
            <source>Move to a position</source>
            <translation>Move to a position</translation>
        </message>
        <message>
            <source>Set the temperature</source>
            <translation>Set the temperature</translation>
        </message>
        <message>
            <source>Tell the temperature</source>
            <translation>Tell the temperature</translation>
        </message>
        <message>
            <source>Set the fan mode</source>
            <translation>Set the fan mode</translation>
        </message>
        <message>
            <source>Set the fan speed</source>
            <translation>Set the fan speed</translation>
        </message>
        <message>
            <source>Tell a state</source>
            <translation>Tell a state</translation>
        </message>
        <message>
            <source>Tell the weather</source>
            <translation>Tell the weather</translation>
        </message>
        <message>
            <source>Tell the time</source>
            <translation>Tell the time</translation>
        </message>
        <message>
            <source>Tell the date</source>
            <translation>Tell the date</translation>
        </message>
        <message>
            <source>Start a timer</source>
            <translation>Start a timer</translation>
        </message>
        <message>
            <source>Cancel a timer</source>
            <translation>Cancel a timer</translation>
        </message>
        <message>
            <source>Cancel all timers</source>
            <translation>Cancel all timers</translation>
        </message>
        <message>
            <source>Lengthen a timer</source>
            <translation>Lengthen a timer</translation>
        </message>
        <message>
            <source>Shorten a timer</source>
            <translation>Shorten a timer</translation>
        </message>
        <message>
            <source>Pause a timer</source>
            <translation>Pause a timer</translation>
        </message>
        <message>
            <source>Resume a timer</source>
            <translation>Resume a timer</translation>
        </message>
        <message>
            <source>Tell a timer</source>
            <translation>Tell a timer</translation>
        </message>
        <message>
            <source>Add to the shopping list</source>
            <translation>Add to the shopping list</translation>
        </message>
        <message>
            <source>Tick off the shopping list</source>
            <translation>Tick off the shopping list</translation>
        </message>
        <message>
            <source>Add to a list</source>
            <translation>Add to a list</translation>
        </message>
        <message>
            <source>Tick off a list</source>
            <translation>Tick off a list</translation>
        </message>
        <message>
            <source>Remove from a list</source>
            <translation>Remove from a list</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>Pause</translation>
        </message>
        <message>
            <source>Play on</source>
            <translation>Play on</translation>
        </message>
        <message>
            <source>Next track</source>
            <translation>Next track</translation>
        </message>
        <message>
            <source>Previous track</source>
            <translation>Previous track</translation>
        </message>
        <message>
            <source>Play music</source>
            <translation>Play music</translation>
        </message>
        <message>
            <source>Set the volume</source>
            <translation>Set the volume</translation>
        </message>
        <message>
            <source>Change the volume</source>
            <translation>Change the volume</translation>
        </message>
        <message>
            <source>Mute a player</source>
            <translation>Mute a player</translation>
        </message>
        <message>
            <source>Unmute a player</source>
            <translation>Unmute a player</translation>
        </message>
        <message>
            <source>Vacuum</source>
            <translation>Vacuum</translation>
        </message>
        <message>
            <source>Vacuum a room</source>
            <translation>Vacuum a room</translation>
        </message>
        <message>
            <source>Send the vacuum home</source>
            <translation>Send the vacuum home</translation>
        </message>
        <message>
            <source>Mow the lawn</source>
            <translation>Mow the lawn</translation>
        </message>
        <message>
            <source>Send the mower home</source>
            <translation>Send the mower home</translation>
        </message>
        <message>
            <source>Announce</source>
            <translation>Announce</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>Answer</translation>
        </message>
        <message>
            <source>Never mind</source>
            <translation>Never mind</translation>
        </message>
        <message>
            <source>name</source>
            <translation>name</translation>
        </message>
        <message>
            <source>floor</source>
            <translation>floor</translation>
        </message>
        <message>
            <source>kind</source>
            <translation>kind</translation>
        </message>
        <message>
            <source>brightness</source>
            <translation>brightness</translation>
        </message>
        <message>
            <source>temperature</source>
            <translation>temperature</translation>
        </message>
        <message>
            <source>colour</source>
            <translation>colour</translation>
        </message>
        <message>
            <source>position</source>
            <translation>position</translation>
        </message>
        <message>
            <source>minutes</source>
            <translation>minutes</translation>
        </message>
        <message>
            <source>seconds</source>
            <translation>seconds</translation>
        </message>
        <message>
            <source>hours</source>
            <translation>hours</translation>
        </message>
        <message>
            <source>item</source>
            <translation>item</translation>
        </message>
        <message>
            <source>volume</source>
            <translation>volume</translation>
        </message>
        <message>
            <source>Nothing was said</source>
            <translation>Nothing was said</translation>
        </message>
        <message>
            <source>That is no sentence of this home</source>
            <translation>That is no sentence of this home</translation>
        </message>
        <message>
            <source>Not sure enough</source>
            <translation>Not sure enough</translation>
        </message>
        <message>
            <source>Two orders fit about as well</source>
            <translation>Two orders fit about as well</translation>
        </message>
        <message>
            <source>The sentence took too long</source>
            <translation>The sentence took too long</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>Cancelled</translation>
        </message>
        <message>
            <source>Takes almost anything for a command: fewer repeats, more mistakes.</source>
            <translation>Takes almost anything for a command: fewer repeats, more mistakes.</translation>
        </message>
        <message>
            <source>Lenient: asks you to repeat less often, acts wrongly a little more often.</source>
            <translation>Lenient: asks you to repeat less often, acts wrongly a little more often.</translation>
        </message>
        <message>
            <source>Balanced, as calibrated on recordings.</source>
            <translation>Balanced, as calibrated on recordings.</translation>
        </message>
        <message>
            <source>Strict: acts wrongly less often, asks you to repeat more often.</source>
            <translation>Strict: acts wrongly less often, asks you to repeat more often.</translation>
        </message>
        <message>
            <source>on</source>
            <translation>on</translation>
        </message>
        <message>
            <source>off</source>
            <translation>off</translation>
        </message>
        <message>
            <source>open</source>
            <translation>open</translation>
        </message>
        <message>
            <source>closed</source>
            <translation>closed</translation>
        </message>
        <message>
            <source>opening</source>
            <translation>opening</translation>
        </message>
        <message>
            <source>closing</source>
            <translation>closing</translation>
        </message>
        <message>
            <source>locked</source>
            <translation>locked</translation>
        </message>
        <message>
            <source>unlocked</source>
            <translation>unlocked</translation>
        </message>
        <message>
            <source>heating</source>
            <translation>heating</translation>
        </message>
        <message>
            <source>cooling</source>
            <translation>cooling</translation>
        </message>
        <message>
            <source>automatic</source>
            <translation>automatic</translation>
        </message>
        <message>
            <source>idle</source>
            <translation>idle</translation>
        </message>
        <message>
            <source>playing</source>
            <translation>playing</translation>
        </message>
        <message>
            <source>paused</source>
            <translation>paused</translation>
        </message>
        <message>
            <source>docked</source>
            <translation>docked</translation>
        </message>
        <message>
            <source>cleaning</source>
            <translation>cleaning</translation>
        </message>
        <message>
            <source>returning</source>
            <translation>returning</translation>
        </message>
        <message>
            <source>mowing</source>
            <translation>mowing</translation>
        </message>
        <message>
            <source>disarmed</source>
            <translation>disarmed</translation>
        </message>
        <message>
            <source>armed, at home</source>
            <translation>armed, at home</translation>
        </message>
        <message>
            <source>armed, away</source>
            <translation>armed, away</translation>
        </message>
        <message>
            <source>armed, night</source>
            <translation>armed, night</translation>
        </message>
        <message>
            <source>alarm!</source>
            <translation>alarm!</translation>
        </message>
        <message>
            <source>does not answer</source>
            <translation>does not answer</translation>
        </message>
        <message>
            <source>at home</source>
            <translation>at home</translation>
        </message>
        <message>
            <source>Declined</source>
            <translation>Declined</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>Failed</translation>
        </message>
        <message>
            <source>Asks first</source>
            <translation>Asks first</translation>
        </message>
        <message>
            <source>Push to talk</source>
            <translation>Push to talk</translation>
        </message>
        <message>
            <source>Always listening</source>
            <translation>Always listening</translation>
        </message>
        <message>
            <source>It listens only while you hold the button or press the key.</source>
            <translation>It listens only while you hold the button or press the key.</translation>
        </message>
        <message>
            <source>It waits for the wake phrase, then listens to one command.</source>
            <translation>It waits for the wake phrase, then listens to one command.</translation>
        </message>
        <message>
            <source>Everything said in the room is judged, more strictly; no wake phrase is needed.</source>
            <translation>Everything said in the room is judged, more strictly; no wake phrase is needed.</translation>
        </message>
        <message>
            <source>{count} items</source>
            <translation>{count} items</translation>
        </message>
        <message>
            <source>Show the window</source>
            <translation>Show the window</translation>
        </message>
        <message>
            <source>Talk now</source>
            <translation>Talk now</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Quit</translation>
        </message>
        <message>
            <source>Notices</source>
            <translation>Notices</translation>
        </message>
        <message>
            <source>Dismiss</source>
            <translation>Dismiss</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Try again</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>Device</translation>
        </message>
        <message>
            <source>Yes</source>
            <translation>Yes</translation>
        </message>
        <message>
            <source>No</source>
            <translation>No</translation>
        </message>
        <message>
            <source>Save names</source>
            <translation>Save names</translation>
        </message>
        <message>
            <source>Ask before it opens or turns on</source>
            <translation>Ask before it opens or turns on</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>Value</translation>
        </message>
        <message>
            <source>Names</source>
            <translation>Names</translation>
        </message>
        <message>
            <source>English, parted by commas</source>
            <translation>English, parted by commas</translation>
        </message>
        <message>
            <source>Chinese, parted by commas</source>
            <translation>Chinese, parted by commas</translation>
        </message>
        <message>
            <source>No device is chosen</source>
            <translation>No device is chosen</translation>
        </message>
        <message>
            <source>Choose one in the list to work it or to name it.</source>
            <translation>Choose one in the list to work it or to name it.</translation>
        </message>
        <message>
            <source>Nothing has changed.</source>
            <translation>Nothing has changed.</translation>
        </message>
        <message>
            <source>What was understood</source>
            <translation>What was understood</translation>
        </message>
        <message>
            <source>typed</source>
            <translation>typed</translation>
        </message>
        <message>
            <source>Undone</source>
            <translation>Undone</translation>
        </message>
        <message>
            <source>spoken {seconds} s</source>
            <translation>spoken {seconds} s</translation>
        </message>
        <message>
            <source>{sure} sure</source>
            <translation>{sure} sure</translation>
        </message>
        <message>
            <source>decided in {ms} ms</source>
            <translation>decided in {ms} ms</translation>
        </message>
        <message>
            <source>done in {ms} ms</source>
            <translation>done in {ms} ms</translation>
        </message>
        <message>
            <source>nearest: “{text}” ({sure})</source>
            <translation>nearest: “{text}” ({sure})</translation>
        </message>
        <message>
            <source>Input level</source>
            <translation>Input level</translation>
        </message>
        <message>
            <source>too loud</source>
            <translation>too loud</translation>
        </message>
        <message>
            <source>{level} dB</source>
            <translation>{level} dB</translation>
        </message>
        <message>
            <source>Accuracy and size of the models</source>
            <translation>Accuracy and size of the models</translation>
        </message>
        <message>
            <source>size, MB (mean of all percentages upwards)</source>
            <translation>size, MB (mean of all percentages upwards)</translation>
        </message>
        <message>
            <source>Hold it while you speak, or click it once and speak. Keys: Space, Ctrl+Space.</source>
            <translation>Hold it while you speak, or click it once and speak. Keys: Space, Ctrl+Space.</translation>
        </message>
        <message>
            <source>Hold to talk</source>
            <translation>Hold to talk</translation>
        </message>
        <message>
            <source>Spectrogram and words</source>
            <translation>Spectrogram and words</translation>
        </message>
        <message>
            <source>It was typed: there is no sound to show.</source>
            <translation>It was typed: there is no sound to show.</translation>
        </message>
    </context>
</TS>
