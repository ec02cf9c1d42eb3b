import JSON
import OrderedCollections

/// Conversations as they come to a server and to who trains: some turns, tools, several languages. The same each time.
enum HarmonySample {
    private static let sentences = [
        "The router sends every token to four of thirty-two experts; it's the same in each layer, isn't it?",
        "Of course: 347 + 288 = 635, since 7 + 8 = 15, carry 1, and so on.",
        "```swift\nguard let value = table[key] else { return nil }  // 0x1F\nfor i in 0..<count { sum += values[i] }\n```",
        "专家混合模型把每个词送到少数专家。", "Модель думает перед ответом.", "모델은 대답하기 전에 생각합니다.", "النموذج يفكر 🙂",
        "It would be better to look at the documentation first, then to measure, and only then to change anything at all.",
    ]

    static func conversations(_ count: Int) -> [JSONValue] {
        (0..<count).map { index in
            var state = UInt64(index) &* 0x9E37_79B9_7F4A_7C15 &+ 1
            func next(_ bound: Int) -> Int {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int(truncatingIfNeeded: state >> 33) % bound
            }
            func text(_ most: Int) -> String { (0...next(most)).map { _ in sentences[next(sentences.count)] }.joined(separator: " ") }
            var messages: [JSONValue] = [system, index.isMultiple(of: 2) ? developer : ["role": "developer", "content": .string(text(4))]]
            for _ in 0...next(4) {
                messages.append(["role": "user", "content": .string(text(4))])
                messages.append(["role": "assistant", "channel": "analysis", "content": .string(text(12))])
                if index.isMultiple(of: 2), next(2) == 0 {
                    messages.append([
                        "role": "assistant", "channel": "commentary", "recipient": "functions.get_weather",
                        "content_type": "<|constrain|>json", "content": "{\"city\": \"Ulm\", \"days\": 3}",
                    ])
                    messages.append([
                        "role": "tool", "name": "functions.get_weather", "channel": "commentary", "recipient": "assistant",
                        "content": .string(text(3)),
                    ])
                    messages.append(["role": "assistant", "channel": "analysis", "content": .string(text(3))])
                }
                messages.append(["role": "assistant", "channel": "final", "content": .string(text(8))])
            }
            return ["messages": .array(messages)]
        }
    }

    private static let system: JSONValue = [
        "role": "system",
        "content": [
            [
                "type": "system_content", "model_identity": "You are ChatGPT, a large language model trained by OpenAI.",
                "reasoning_effort": "Medium", "knowledge_cutoff": "2024-06",
                "channel_config": ["valid_channels": ["analysis", "commentary", "final"], "channel_required": true],
            ]
        ],
    ]

    private static let developer: JSONValue = [
        "role": "developer",
        "content": [
            [
                "type": "developer_content", "instructions": "Answer in short sentences.",
                "tools": [
                    "functions": [
                        "name": "functions", "description": .null,
                        "tools": [
                            [
                                "name": "get_weather", "description": "The weather of a city on the next days.",
                                "parameters": [
                                    "type": "object",
                                    "properties": [
                                        "city": ["type": "string", "description": "Its name"], "days": ["type": "integer", "default": 1],
                                        "unit": ["type": "string", "enum": ["C", "F"]],
                                    ], "required": ["city"],
                                ],
                            ]
                        ],
                    ]
                ],
            ]
        ],
    ]
}
